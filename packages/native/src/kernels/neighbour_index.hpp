// Points in square cells, sorted so that the points of neighbouring cells of a row lie side by side: the search for the nearest
// ones then reads a few short runs of memory.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/block_frame.hpp"

namespace gam::kernels {

struct Neighbour {
  double distance2, value;
  std::uint32_t point;  // in the order of the index
  // Nearer first. Of equally near ones the smaller value: the result must not depend on the order of the points.
  friend bool operator<(const Neighbour& a, const Neighbour& b) {
    return a.distance2 < b.distance2 || (a.distance2 == b.distance2 && a.value < b.value);
  }
};

class NeighbourIndex {
 public:
  // Positions are scaled first: x = easting * scale_e, y = northing * scale_n. Points with a value that is not finite are left out.
  NeighbourIndex(const runtime::Job& job, std::span<const double> easting, std::span<const double> northing,
                 std::span<const double> values, double scale_e, double scale_n);

  std::size_t size() const { return x_.size(); }

  // The up to `count` nearest points within `radius` of (x, y), ascending; returns how many.
  // `held`: how many points `found` holds on entry. If they are `count`, none of the nearest is farther than the farthest of them,
  // which saves work and changes nothing.
  std::size_t nearest(double x, double y, std::size_t count, double radius, std::size_t held, Neighbour* found) const;

 private:
  std::size_t within(double x, double y, std::size_t count, double radius, Neighbour* found) const;
  std::size_t gather(std::uint32_t from, std::uint32_t to, double x, double y, double reach2, Neighbour* into) const;

  BlockFrame frame_{0, 0, 0, 0, 1, 1};
  std::vector<std::uint32_t> start_;
  std::vector<double> x_, y_, value_;
};

}  // namespace gam::kernels
