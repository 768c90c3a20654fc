// Gaussian smoothing by three passes of an extended box: the cost does not grow with the width.
//
// Source: Gwosdek et al. (2012), Theoretical foundations of Gaussian convolution by extended box filtering.
// Layout: row-major double. Outside the field there is nothing (zero), or along rows what comes round.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace gam::kernels {

struct Smoothing {
  std::size_t rows = 0, cols = 0;
  bool wrap = false;                      // column 0 is the neighbour of the last one
  std::span<const double> column_stretch; // empty, or for each row how many columns are as long as one row is high
};

// Smooths `field` in place by a Gaussian of `deviation` rows. `work`: as many doubles.
void smooth(const Smoothing& shape, double deviation, std::span<double> field, std::span<double> work);

}  // namespace gam::kernels
