// The parallels of a longitude-latitude grid, paired across the equator.
//
// A Legendre function is even or odd in latitude, so one recursion serves a parallel and its mirror image.
#pragma once

#include <cstddef>
#include <vector>

#include "kernels/ellipsoid.hpp"

namespace gam::kernels {

// Sample (row, col) stands at first + step * (row, col), degrees. Rows and columns may run either way.
struct ParallelGrid {
  std::size_t rows, cols;
  double first_latitude, latitude_step;
  double first_longitude, longitude_step;
};

inline constexpr std::ptrdiff_t kNoRow = -1;

struct Parallel {
  MeridianPoint point;                  // in the northern hemisphere or on the equator
  std::ptrdiff_t row[2] = {kNoRow, kNoRow};  // its row in the north, and that of its mirror image in the south
};

// All rows of the grid, from the equator to the pole. Latitudes that are opposite to 1e-9 degree (0.1 mm) are one parallel.
std::vector<Parallel> pair_parallels(const ParallelGrid& grid, const Ellipsoid& ellipsoid, double height);

}  // namespace gam::kernels
