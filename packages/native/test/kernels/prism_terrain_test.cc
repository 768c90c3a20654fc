#include "kernels/prism_terrain.hpp"

#include <cmath>

#include <vector>

#include "check.hpp"

using namespace gam::kernels;

// A plateau of 300 m of any shape in blocks is the one prism that a mesh of one cell is.
int main() {
  constexpr std::size_t rows = 37, cols = 21;
  std::vector<std::vector<double>> ground;
  std::vector<TerrainLevel> levels;
  for (std::size_t r = rows, c = cols;; r = (r + 1) / 2, c = (c + 1) / 2) {
    ground.emplace_back(r * c, 300.0);
    ground.emplace_back(r * c, 0.0);
    levels.push_back({r, c, ground[ground.size() - 2], ground.back()});
    if (r * c == 1) break;
  }
  const Terrain terrain{1000, 8000, 50, 70, rows, cols, 2670, 0, 400, 20, 1e9};
  const std::vector<double> easting{1500, 1000, -9000, 1025, 60000}, northing{7000, 8000, 5555, 7965, 0}, upward{300, 310, 20, 140, 500};
  std::vector<double> out(5), again(5);
  terrain_effect(gam::runtime::Job(2), terrain, levels, {easting, northing, upward}, out);
  terrain_effect(gam::runtime::Job(1), terrain, levels, {easting, northing, upward}, again);
  CHECK(out == again);

  const std::vector<double> east{1000, 1000 + 50 * cols}, north{8000 - 70 * rows, 8000}, up{300, 0}, density{2670};
  const std::vector<std::uint32_t> cell{0};
  std::vector<double> prism(5);
  potential_forward(gam::runtime::Job(1), {east, north, up, cell, {}, 1}, {easting, northing, upward}, density, prism);
  for (std::size_t i = 0; i < 5; ++i) CHECK(std::fabs(out[i] / prism[i] - 1) < 1e-8);
}
