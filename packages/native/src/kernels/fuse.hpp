// Layers combined cell by cell, and the correlation of layers that the combination needs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/job.hpp"

namespace gam::kernels {

using Layers = std::vector<std::span<const float>>;  // 1 to 8, of the same length; what is not finite is not there

// values = sum(weights[i] z_i) / divisors[present] over the layers that are finite in a cell; bit i of `present` tells which.
// `divisors`: 2^layers entries; the mean has the number of layers, Stouffer's rule sqrt(w' R w) over them. Nothing present: NaN.
void fuse(const runtime::Job& job, const Layers& layers, std::span<const double> weights, std::span<const double> divisors,
          std::span<float> values, std::span<std::uint8_t> present);

// Pearson correlation of each pair over the cells where both are finite, weighted by row if `row_weights` is not empty
// (cells of weight 0 are left out): layers x layers, row-major, diagonal 1; 0 where fewer than 3 cells are left or one
// layer does not vary. `width`: cells per row. Summed by runs of cells, the runs in order.
std::vector<double> correlation(const runtime::Job& job, const Layers& layers, std::size_t width,
                                std::span<const double> row_weights);

}  // namespace gam::kernels
