#include "kernels/equivalent_order.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace gam::kernels {

PlaceTree place_tree(const Places& places, std::span<const double> tie, std::size_t leaf) {
  PlaceTree tree;
  tree.order.resize(places.size());
  std::iota(tree.order.begin(), tree.order.end(), 0u);
  if (places.size() == 0) return tree;
  const double* axes[3] = {places.easting.data(), places.northing.data(), places.upward.data()};
  const auto key = [&](std::uint32_t point, int axis) {
    return std::array<double, 4>{axes[axis][point], axes[1 - axis][point], axes[2][point], tie.empty() ? 0 : tie[point]};
  };
  const auto box_of = [&](std::uint32_t begin, std::uint32_t end) {
    PlaceBox box{begin, end, 0, 0, {}, {}};
    for (int axis = 0; axis < 3; ++axis) {
      box.low[axis] = box.high[axis] = axes[axis][tree.order[begin]];
      for (std::uint32_t i = begin + 1; i < end; ++i) {
        box.low[axis] = std::min(box.low[axis], axes[axis][tree.order[i]]);
        box.high[axis] = std::max(box.high[axis], axes[axis][tree.order[i]]);
      }
    }
    return box;
  };
  tree.boxes.push_back(box_of(0, static_cast<std::uint32_t>(places.size())));
  for (std::size_t at = 0; at < tree.boxes.size(); ++at) {
    const PlaceBox box = tree.boxes[at];
    const int axis = box.high[0] - box.low[0] >= box.high[1] - box.low[1] ? 0 : 1;
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return key(a, axis) < key(b, axis); };
    const auto begin = tree.order.begin() + box.begin, end = tree.order.begin() + box.end;
    if (box.end - box.begin <= leaf) {
      std::sort(begin, end, before);
      continue;
    }
    const std::uint32_t middle = box.begin + (box.end - box.begin) / 2;
    std::nth_element(begin, tree.order.begin() + middle, end, before);
    tree.boxes[at].left = static_cast<std::uint32_t>(tree.boxes.size());
    tree.boxes.push_back(box_of(box.begin, middle));
    tree.boxes[at].right = static_cast<std::uint32_t>(tree.boxes.size());
    tree.boxes.push_back(box_of(middle, box.end));
  }
  return tree;
}

}  // namespace gam::kernels
