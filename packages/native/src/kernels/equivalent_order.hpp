// Points put into an order in which neighbours in space are neighbours in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gam::kernels {

// Places in a local plane and above it, metres.
struct Places {
  std::span<const double> easting, northing, upward;
  std::size_t size() const { return easting.size(); }
};

// One box of a binary tree over the points: those of order[begin] .. order[end - 1]. Children follow their parent; a leaf has none.
struct PlaceBox {
  std::uint32_t begin, end;
  std::uint32_t left = 0, right = 0;
  double low[3], high[3];  // easting, northing, upward
};

struct PlaceTree {
  std::vector<std::uint32_t> order;
  std::vector<PlaceBox> boxes;  // boxes[0] holds all; empty if there are no points
};

// Halves boxes of more than `leaf` points at the median of their longer side. `tie` (as long as the points) decides between points
// of the same place, so that the order in which the points came does not matter.
PlaceTree place_tree(const Places& places, std::span<const double> tie, std::size_t leaf);

}  // namespace gam::kernels
