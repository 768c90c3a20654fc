// Reduced copies of a grid: the mean of the finite samples of each factor x factor block.
// Layout: row-major float32; the last row and column of blocks may be cut; a block without finite samples is NaN.
#pragma once

#include <span>

#include "runtime/job.hpp"

namespace gam::kernels {

// `out`: ceil(rows / factor) x ceil(cols / factor). One row of doubles and one of counts per thread.
void overview(const runtime::Job& job, std::span<const float> values, std::size_t rows, std::size_t cols, std::size_t factor,
              std::span<float> out);

}  // namespace gam::kernels
