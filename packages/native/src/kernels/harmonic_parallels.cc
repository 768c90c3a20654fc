#include "kernels/harmonic_parallels.hpp"

#include <cmath>
#include <map>

namespace gam::kernels {

std::vector<Parallel> pair_parallels(const ParallelGrid& grid, const Ellipsoid& ellipsoid, double height) {
  std::map<long long, Parallel> by_latitude;
  for (std::size_t row = 0; row < grid.rows; ++row) {
    const double latitude = grid.first_latitude + grid.latitude_step * static_cast<double>(row);
    const long long key = std::llround(std::fabs(latitude) * 1e9);
    const auto [place, is_new] = by_latitude.try_emplace(key);
    // Steps that are not whole in binary may end a hair beyond the pole.
    if (is_new) place->second.point = meridian_point(ellipsoid, std::fmin(std::fabs(latitude), 90.0), height);
    place->second.row[latitude < 0 && key != 0 ? 1 : 0] = static_cast<std::ptrdiff_t>(row);
  }
  std::vector<Parallel> parallels;
  parallels.reserve(by_latitude.size());
  for (const auto& [key, parallel] : by_latitude) parallels.push_back(parallel);
  return parallels;
}

}  // namespace gam::kernels
