#include "kernels/equivalent_windows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace gam::kernels {
namespace {

struct Cells {
  double west, south, side;
  std::size_t across, up;

  std::size_t col(double easting) const { return index(easting - west, across); }
  std::size_t row(double northing) const { return index(northing - south, up); }

 private:
  std::size_t index(double distance, std::size_t count) const {
    return std::min(count - 1, static_cast<std::size_t>(std::max(0.0, std::floor(distance / side))));
  }
};

Cells cells_over(const PlaceBox& readings, const PlaceBox& sources, double window) {
  const double west = std::min(readings.low[0], sources.low[0]), east = std::max(readings.high[0], sources.high[0]);
  const double south = std::min(readings.low[1], sources.low[1]), north = std::max(readings.high[1], sources.high[1]);
  const double side = 0.5 * std::min(window, std::max({east - west, north - south, 1e-9}));
  const auto count = [side](double extent) { return std::max<std::size_t>(2, static_cast<std::size_t>(std::ceil(extent / side))); };
  return {west, south, side, count(east - west), count(north - south)};
}

// Members of each cell, in tree order.
std::vector<std::vector<std::uint32_t>> members(const Cells& cells, const Places& places, const PlaceTree& tree) {
  std::vector<std::vector<std::uint32_t>> result(cells.across * cells.up);
  for (std::size_t i = 0; i < tree.order.size(); ++i) {
    const std::uint32_t place = tree.order[i];
    result[cells.row(places.northing[place]) * cells.across + cells.col(places.easting[place])].push_back(static_cast<std::uint32_t>(i));
  }
  return result;
}

}  // namespace

std::vector<EquivalentWindow> equivalent_windows(const Places& readings, const PlaceTree& reading_tree, const Places& sources,
                                                 const PlaceTree& source_tree, double window) {
  std::vector<EquivalentWindow> windows;
  if (reading_tree.boxes.empty() || source_tree.boxes.empty()) return windows;
  const Cells cells = cells_over(reading_tree.boxes[0], source_tree.boxes[0], window);
  const auto reading_cells = members(cells, readings, reading_tree), source_cells = members(cells, sources, source_tree);
  for (std::size_t row = 0; row + 1 < cells.up; ++row)
    for (std::size_t col = 0; col + 1 < cells.across; ++col) {
      EquivalentWindow made;
      const std::size_t corner = row * cells.across + col;
      for (const std::size_t cell : {corner, corner + 1, corner + cells.across, corner + cells.across + 1}) {
        made.readings.insert(made.readings.end(), reading_cells[cell].begin(), reading_cells[cell].end());
        made.sources.insert(made.sources.end(), source_cells[cell].begin(), source_cells[cell].end());
      }
      if (made.readings.empty() || made.sources.empty()) continue;
      std::sort(made.readings.begin(), made.readings.end());
      std::sort(made.sources.begin(), made.sources.end());
      windows.push_back(std::move(made));
    }
  return windows;
}

std::vector<std::size_t> shuffled(std::size_t count, std::uint32_t& state) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i-- > 1;) {
    state = state * 1664525u + 1013904223u;
    std::swap(order[i], order[static_cast<std::size_t>((static_cast<std::uint64_t>(state) * (i + 1)) >> 32)]);
  }
  return order;
}

}  // namespace gam::kernels
