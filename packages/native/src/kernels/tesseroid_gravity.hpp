// Gravity of tesseroids: Gauss-Legendre quadrature with two points along each direction, near ones halved until they are far enough.
#pragma once

#include <span>

#include "runtime/dispatch.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

// Degrees and metres from the centre of the sphere; kg/m3.
struct Tesseroid {
  double west, east, south, north, bottom, top, density;
};

struct SphericalStation {
  double longitude, latitude, radius;
};

// A tesseroid is halved along each direction in which it is larger than distance / ratio, at most `max_halvings` times.
// out: attraction towards the centre at each station over the Newtonian constant.
void tesseroid_gravity(const runtime::Job& job, std::span<const Tesseroid> tesseroids, std::span<const SphericalStation> stations, double ratio,
                       unsigned max_halvings, std::span<double> out);

}  // namespace gam::kernels

// Attraction of eight point masses (rows x, y, z, mass of eight) along the direction from `station` to the origin; `radius` = |station|.
GAM_DECLARE_FOR_EACH_ISA(double tesseroid_points(const double* points, const double* station, double radius))
