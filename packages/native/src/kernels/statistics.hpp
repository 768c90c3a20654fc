// Location, scale and extremes of the finite samples of a grid, tile by tile.
//
// Definitions: population standard deviation; percentiles linear between order statistics at (n - 1) p, of which the median
// is p = 0.5; MAD = median of |x - median|, unscaled. All in double from float32 samples; order statistics are exact.
// Weighted (one weight >= 0 per row; samples of weight 0 count for count, min and max only): sample k of the sorted ones,
// equal values in row-major order, stands at the middle of its weight, t_k = w_0 + ... + w_(k-1) + w_k / 2, and percentile p
// is linear between samples at t_0 + (t_(n-1) - t_0) p. Equal weights give the unweighted definition.
// Layout: row-major float32; samples that are not finite are left out. No sample: count 0, the rest NaN.
#pragma once

#include <limits>
#include <span>

#include "runtime/job.hpp"

namespace gam::kernels {

struct Statistics {
  double count = 0;
  double min = std::numeric_limits<double>::quiet_NaN();
  double max = min, mean = min, std = min, median = min, mad = min, p5 = min, p95 = min;
};

// Statistics of every tile, tiles row-major; those at the southern and eastern edge may be cut.
// `row_weights`: empty, or one per row of the grid. `out`: one per tile.
// Tiles of up to kLargeTile samples are sorted, one thread each; larger ones are counted by all threads, with the same result.
inline constexpr std::size_t kLargeTile = std::size_t{1} << 18;
void tile_statistics(const runtime::Job& job, std::span<const float> values, std::size_t rows, std::size_t cols,
                     std::size_t tile_rows, std::size_t tile_cols, std::span<const double> row_weights,
                     std::span<Statistics> out);

}  // namespace gam::kernels
