#include "kernels/potential_lanes.hpp"
#include "kernels/tesseroid_gravity.hpp"

namespace gam::GAM_ISA {

double tesseroid_points(const double* points, const double* station, double radius) {
  double sums[kGroup];
  for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
    const Lanes x = station[0] - load(points + lane), y = station[1] - load(points + kGroup + lane), z = station[2] - load(points + 2 * kGroup + lane);
    const Lanes inverse = 1.0 / (x * x + y * y + z * z);
    const Lanes down = (x * station[0] + y * station[1] + z * station[2]) / radius;
    store(sums + lane, load(points + 3 * kGroup + lane) * down * (inverse * square_root(inverse)));
  }
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

}  // namespace gam::GAM_ISA
