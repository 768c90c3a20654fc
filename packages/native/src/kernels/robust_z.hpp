// Robust z-score of a grid, z = clamp((x - median) / (1.4826 MAD), +-limit), with the median and MAD of each sample's tile,
// or with both fields interpolated bilinearly between tile centres, which leaves no step at tile edges.
// Source: R stats::mad, Details (constant = 1/qnorm(3/4), rounded to 1.4826).
// Layout: row-major float32; samples that are not finite are NaN in the result.
#pragma once

#include <cstddef>
#include <span>

#include "runtime/job.hpp"

namespace gam::kernels {

struct TiledGrid {
  std::size_t rows, cols;            // of the whole grid
  std::size_t tile_rows, tile_cols;  // tiles at the southern and eastern edge may be cut
  std::size_t first_row;             // of the band that is given
  bool blended;                      // beyond the outermost centres the fields stay as they are there,
  bool wrap;                         // or go on across the antimeridian
};

// `medians`, `mads`: one per tile, row-major. A tile whose MAD is not > 0 has no scale: its samples are NaN, or, if
// blended, the other tiles around speak for it. `values`, `out`: whole rows.
void robust_z(const runtime::Job& job, std::span<const float> values, const TiledGrid& grid, std::span<const double> medians,
              std::span<const double> mads, double limit, std::span<float> out);

}  // namespace gam::kernels
