#include "kernels/prism_terrain.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "kernels/prism_batch.hpp"

namespace gam::kernels {
namespace {

class StationTerrain {
 public:
  StationTerrain(const Terrain& terrain, std::span<const TerrainLevel> levels, const Station& station)
      : terrain_(terrain), levels_(levels), station_(station) {}

  double effect() {
    visit(levels_.size() - 1, 0, 0);
    return batch_.take();
  }

 private:
  // Takes a block as one column, or opens it into those of the level below.
  void visit(std::size_t level, std::size_t row, std::size_t col) {
    const double cells = static_cast<double>(std::size_t{1} << level);
    const auto bound = [](std::size_t index, double size, std::size_t count) { return std::min(static_cast<double>(index) * size, static_cast<double>(count)); };
    const double west = terrain_.west + bound(col, cells, terrain_.cols) * terrain_.width - station_.easting;
    const double east = terrain_.west + bound(col + 1, cells, terrain_.cols) * terrain_.width - station_.easting;
    const double north = terrain_.north - bound(row, cells, terrain_.rows) * terrain_.height - station_.northing;
    const double south = terrain_.north - bound(row + 1, cells, terrain_.rows) * terrain_.height - station_.northing;
    const double gap_easting = std::max({west, -east, 0.0}), gap_northing = std::max({south, -north, 0.0});
    const double distance = std::sqrt(gap_easting * gap_easting + gap_northing * gap_northing);
    if (distance > terrain_.maximum_radius) return;
    const bool small = std::max(east - west, north - south) * terrain_.coarsening <= distance;
    if (level > 0 && !(small && distance >= terrain_.near_radius)) {
      const TerrainLevel& finer = levels_[level - 1];
      for (std::size_t r = 2 * row; r < std::min(2 * row + 2, finer.rows); ++r)
        for (std::size_t c = 2 * col; c < std::min(2 * col + 2, finer.cols); ++c) visit(level - 1, r, c);
      return;
    }
    const double middle_easting = (west + east) / 2, middle_northing = (south + north) / 2;
    if (std::sqrt(middle_easting * middle_easting + middle_northing * middle_northing) > terrain_.maximum_radius) return;
    const double above = levels_[level].above[row * levels_[level].cols + col], below = levels_[level].below[row * levels_[level].cols + col];
    const double zero = -station_.upward;
    if (above > 0) batch_.add(west, east, south, north, zero, above - station_.upward, terrain_.density);
    if (below < 0 && terrain_.below_density != 0) batch_.add(west, east, south, north, below - station_.upward, zero, terrain_.below_density);
  }

  const Terrain& terrain_;
  std::span<const TerrainLevel> levels_;
  Station station_;
  PrismBatch batch_;
};

}  // namespace

void terrain_effect(const runtime::Job& job, const Terrain& terrain, std::span<const TerrainLevel> levels, const StationList& stations,
                    std::span<double> out) {
  std::atomic<std::size_t> done{0};
  job.parallel(stations.size(), [&](std::size_t i, unsigned) {
    out[i] = StationTerrain(terrain, levels, stations[i]).effect();
    job.progress(static_cast<double>(++done) / static_cast<double>(stations.size()));
  });
}

}  // namespace gam::kernels
