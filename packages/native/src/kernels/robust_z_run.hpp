// The inner loop of the robust z-score, for each instruction-set level.
#pragma once

#include <cstddef>

#include "runtime/dispatch.hpp"

namespace gam::kernels {

// Fields of a column of tiles at one row: how many tiles with a scale speak (weight 0..1), and the weighted sums.
struct TileColumn {
  double weight, median, mad;
};

}  // namespace gam::kernels

GAM_DECLARE_FOR_EACH_ISA(
  // z of `count` samples between two columns of tiles; fraction[i] is 0 at the left one, 1 at the right one.
  void robust_z_run(const float* values, const double* fraction, std::size_t count, const kernels::TileColumn& left,
                    const kernels::TileColumn& right, double limit, float* out))
