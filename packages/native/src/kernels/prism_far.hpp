// Prisms far away, where differences of the closed form would cancel: the multipole series of a homogeneous rectangular prism
// about its middle. Its symmetry leaves the even orders; kept are the monopole, quadrupole and hexadecapole.
//
// With half widths h_i, a_i = h_i^2 and moments <x_i^2> = a_i / 3, <x_i^4> = a_i^2 / 5, <x_i^2 x_j^2> = a_i a_j / 9 of the unit volume:
//   1/r -> 1/R + (3 S - M R^2) / (2 R^5) + (105 P - 90 Q R^2 + 9 T R^4) / (24 R^9)
// S = sum <x_i^2> x_i^2, M = sum <x_i^2>; P, Q and T: the fourth moments contracted with x four times, twice, and with themselves.
#pragma once

#include <cstddef>

#include "kernels/prism_nodes.hpp"

namespace gam::kernels {

// The series is used from this many half diagonals on. What it leaves out is then below 1e-8 of a coefficient.
inline constexpr double kFarHalfDiagonals = 24;

// A line of cells along easting. Arrays are padded by 8.
struct CellLine {
  const double* x;                // offset of the middle from the station, metres
  const double* half_width;       // along easting
  double y, z;
  double half_northing, half_upward;
};

}  // namespace gam::kernels

// Cells first .. first + count of `out` (and up to 7 more).
GAM_DECLARE_FOR_EACH_ISA(void prism_gravity_far(const gam::kernels::CellLine& line, double scale, std::size_t first, std::size_t count,
                                                double* out);
                         void prism_tensor_far(const gam::kernels::CellLine& line, const gam::kernels::TensorWeights& weights, double scale,
                                               std::size_t first, std::size_t count, double* out))
