// Resampling of a regular grid: separable, masked by NaN, around the globe.
//
// value = sum(w x) / sum(w) over the finite samples x in reach, w = row weight * column weight, in double: a constant field
// stays constant to the last bit, since the quotient is off by a few 1e-16 and half a step of float32 is 3e-8 of the value.
//  - average: w is the overlap of the cells in units of the axes (degrees, not area on the sphere), so that the plain
//    sum of the samples times their cell sizes is conserved.
//  - bilinear: w is a triangle whose half width is the wider of both spacings: interpolation when refining, and
//    smoothing to what the target can carry when reducing.
// Layout: row-major, row 0 north. Samples that are NaN or infinite carry no weight; a cell without any weight is NaN.
#pragma once

#include <span>

#include "kernels/regrid_axis.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

// Columns run east (spacing > 0), rows south (spacing < 0). `geographic`: degrees; longitude is periodic, poles at +-90.
struct GridFrame {
  Axis columns;
  Axis rows;
  bool geographic = true;
};

// Parts are runs of 16 target rows. O(source + target samples in reach) time, two rows of doubles per thread.
void regrid(const runtime::Job& job, std::span<const float> values, const GridFrame& source, const GridFrame& target,
            RegridMethod method, std::span<float> out);

}  // namespace gam::kernels
