#include "kernels/tesseroid_gravity.hpp"

#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include "check.hpp"

using namespace gam::kernels;

// Blocks that make a whole shell attract from outside as their mass in the centre.
int main() {
  constexpr double bottom = 6.34e6, top = 6.371e6;
  std::vector<Tesseroid> shell;
  for (double south = -90; south < 90; south += 15)
    for (double west = 0; west < 360; west += 15) shell.push_back({west, west + 15, south, south + 15, bottom, top, 1000});
  const std::vector<SphericalStation> stations{{0, 0, top + 1}, {7.5, 7.5, top + 500}, {100, 90, top + 10e3}, {-3, -45, top + 260e3}};
  std::vector<double> out(4), again(4);
  tesseroid_gravity(gam::runtime::Job(2), shell, stations, 3, 20, out);
  tesseroid_gravity(gam::runtime::Job(1), shell, stations, 3, 20, again);
  CHECK(out == again);
  const double mass = 4.0 / 3 * std::numbers::pi * 1000 * (std::pow(top, 3) - std::pow(bottom, 3));
  for (std::size_t i = 0; i < 4; ++i) {
    const double error = out[i] * stations[i].radius * stations[i].radius / mass - 1;
    std::printf("%.1e\n", error);
    CHECK(std::fabs(error) < 1e-4);
  }
}
