// Overlapping square windows over readings and sources, in the order in which they are fitted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/equivalent_order.hpp"

namespace gam::kernels {

struct EquivalentWindow {
  std::vector<std::uint32_t> readings, sources;  // indices in tree order
};

// The plane of both is cut into square cells of half a window; a window is 2 x 2 cells. Windows row by row from the south-west; those
// without readings or without sources are left out.
std::vector<EquivalentWindow> equivalent_windows(const Places& readings, const PlaceTree& reading_tree, const Places& sources,
                                                 const PlaceTree& source_tree, double window);

// A seeded permutation of 0 .. count - 1: the linear congruential generator of Numerical Recipes drives a Fisher-Yates shuffle.
// Side effect: moves `state` on.
std::vector<std::size_t> shuffled(std::size_t count, std::uint32_t& state);

}  // namespace gam::kernels
