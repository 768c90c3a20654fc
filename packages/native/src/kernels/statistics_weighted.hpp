// Statistics of samples with one weight per row; see statistics.hpp for the definitions.
#pragma once

#include "kernels/statistics.hpp"

namespace gam::kernels {

// Replaces mean, std, median, mad, p5 and p95 of `result`: NaN if no finite sample has a weight > 0. O(n log n), one thread.
void weighted_statistics(std::span<const float> values, std::size_t width, std::span<const double> row_weights,
                         Statistics& result);

}  // namespace gam::kernels
