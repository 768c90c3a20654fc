// Minimum curvature with tension: readings to a grid.
#pragma once

#include <cstddef>
#include <span>

#include "kernels/block_frame.hpp"
#include "kernels/curvature_level.hpp"

namespace gam::kernels {

struct CurvatureRequest {
  double aspect;       // column step over row step, as lengths
  double tension;      // 0 <= T < 1: 0 is minimum curvature, 1 would be harmonic
  double convergence;  // largest change of a sample that ends a level, as a part of the standard deviation of the readings about a plane
  std::size_t maximum_iterations;  // per level
};

struct CurvatureResult {
  std::size_t used = 0;        // readings that count: at most one per sample, the closest to it
  std::size_t iterations = 0;  // on the finest grid
  double change = 0;           // last largest change there, unit of the readings
  double deviation = 0;        // standard deviation of the readings about their plane
  bool converged = true;
};

// Solves on grids of halved steps, each starting from the one before. A plane through the readings is taken out first and put
// back, so that a plane is kept. `samples`: a sample stands at the centre of each cell. All NaN if no reading is inside.
CurvatureResult minimum_curvature(const runtime::Job& job, std::span<const double> easting, std::span<const double> northing,
                                  std::span<const double> values, const BlockFrame& samples, const CurvatureRequest& request,
                                  std::span<float> out);

}  // namespace gam::kernels
