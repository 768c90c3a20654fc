// Gaps of a grid filled smoothly: Laplace's equation, coarse to fine (cascadic multigrid, red-black Gauss-Seidel), no slope at the edges.
#pragma once

#include <cstddef>
#include <span>

#include "runtime/job.hpp"

namespace gam::kernels {

// Replaces NaN in `values` (row-major, rows * cols). Values without a single finite sample are left as they are.
void fill_gaps(const runtime::Job& job, std::span<double> values, std::size_t rows, std::size_t cols);

}  // namespace gam::kernels
