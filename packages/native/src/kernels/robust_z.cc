#include "kernels/robust_z.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/robust_z_run.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kRowsPerPart = 32;

// The two tiles that a row or column lies between, and how far it is from the first to the second.
struct Between {
  std::size_t before, after;
  double fraction;
};

class TileAxis {
 public:
  TileAxis(std::size_t count, std::size_t size, bool blended, bool wrap)
      : count_(count), size_(size), tiles_((count + size - 1) / size), blended_(blended), wrap_(wrap) {}

  Between at(std::size_t index) const {
    const std::size_t own = index / size_;
    if (!blended_) return {own, own, 0};
    const double position = static_cast<double>(index) + 0.5, length = static_cast<double>(count_);
    const bool first_half = position < centre(own);
    if (!wrap_ && (first_half ? own == 0 : own == tiles_ - 1)) return {own, own, 0};
    const std::size_t before = first_half ? (own + tiles_ - 1) % tiles_ : own, after = (before + 1) % tiles_;
    const double from = centre(before) - (first_half && own == 0 ? length : 0);
    const double to = centre(after) + (!first_half && own == tiles_ - 1 ? length : 0);
    return {before, after, (position - from) / (to - from)};
  }

 private:
  double centre(std::size_t tile) const {
    return static_cast<double>(tile * size_ + std::min((tile + 1) * size_, count_)) / 2;
  }
  std::size_t count_, size_, tiles_;
  bool blended_, wrap_;
};

// Columns that lie between the same two tiles.
struct Segment {
  std::size_t begin, end, before, after;
};

}  // namespace

void robust_z(const runtime::Job& job, std::span<const float> values, const TiledGrid& grid, std::span<const double> medians,
              std::span<const double> mads, double limit, std::span<float> out) {
  if (values.empty()) return;
  const TileAxis row_axis(grid.rows, grid.tile_rows, grid.blended, false);
  const TileAxis column_axis(grid.cols, grid.tile_cols, grid.blended, grid.wrap);
  std::vector<double> fraction;
  std::vector<Segment> segments;
  for (std::size_t col = 0; col < grid.cols; ++col) {
    const Between place = column_axis.at(col);
    fraction.push_back(place.fraction);
    if (segments.empty() || segments.back().before != place.before || segments.back().after != place.after)
      segments.push_back({col, col, place.before, place.after});
    segments.back().end = col + 1;
  }

  const std::size_t across = (grid.cols + grid.tile_cols - 1) / grid.tile_cols;
  const auto column_of_tiles = [&](const Between& row, std::size_t tile) {
    TileColumn column{0, 0, 0};
    const auto add = [&](std::size_t index, double weight) {
      if (!(mads[index] > 0 && std::isfinite(mads[index]) && std::isfinite(medians[index]))) return;
      column.weight += weight;
      column.median += weight * medians[index];
      column.mad += weight * mads[index];
    };
    add(row.before * across + tile, 1 - row.fraction);
    add(row.after * across + tile, row.fraction);
    return column;
  };

  const std::size_t rows = values.size() / grid.cols;
  std::vector<std::vector<TileColumn>> scratch(job.threads(), std::vector<TileColumn>(across));
  job.parallel((rows + kRowsPerPart - 1) / kRowsPerPart, [&](std::size_t part, unsigned worker) {
    std::vector<TileColumn>& columns = scratch[worker];
    for (std::size_t row = part * kRowsPerPart; row < std::min(rows, (part + 1) * kRowsPerPart); ++row) {
      const Between place = row_axis.at(grid.first_row + row);
      for (std::size_t tile = 0; tile < across; ++tile) columns[tile] = column_of_tiles(place, tile);
      for (const Segment& s : segments)
        GAM_DISPATCH(robust_z_run, values.data() + row * grid.cols + s.begin, fraction.data() + s.begin, s.end - s.begin,
                     columns[s.before], columns[s.after], limit, out.data() + row * grid.cols + s.begin);
    }
  });
}

}  // namespace gam::kernels
