#include "kernels/neighbour_index.hpp"

namespace gam::kernels {
namespace {

constexpr double kPointsPerCell = 4;
constexpr double kLongestAxis = 16384;  // cells
constexpr std::size_t kChunk = std::size_t{1} << 15;
constexpr std::uint32_t kGather = 32;  // points that are looked at between two narrowings of the search

struct Extent {
  double west = HUGE_VAL, east = -HUGE_VAL, south = HUGE_VAL, north = -HUGE_VAL;
};

}  // namespace

NeighbourIndex::NeighbourIndex(const runtime::Job& job, std::span<const double> easting, std::span<const double> northing,
                               std::span<const double> values, double scale_e, double scale_n) {
  const std::size_t points = easting.size(), chunks = (points + kChunk - 1) / kChunk;
  std::vector<double> x(points), y(points);
  std::vector<Extent> extents(chunks);
  job.parallel(chunks, [&](std::size_t chunk, unsigned) {
    Extent extent;
    for (std::size_t i = chunk * kChunk, end = std::min(points, i + kChunk); i < end; ++i) {
      x[i] = easting[i] * scale_e;
      y[i] = northing[i] * scale_n;
      if (!std::isfinite(values[i]) || !std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
      extent = {std::min(extent.west, x[i]), std::max(extent.east, x[i]), std::min(extent.south, y[i]), std::max(extent.north, y[i])};
    }
    extents[chunk] = extent;
  });
  Extent all;
  for (const Extent& e : extents)
    all = {std::min(all.west, e.west), std::max(all.east, e.east), std::min(all.south, e.south), std::max(all.north, e.north)};
  if (!(all.east >= all.west)) return;  // no point at all: an empty frame

  const double width = all.east - all.west, height = all.north - all.south, longest = std::max(width, height);
  double cell = std::max({std::sqrt(width * height * kPointsPerCell / static_cast<double>(points)),
                          longest * kPointsPerCell / static_cast<double>(points), longest / kLongestAxis});
  if (!(cell > 0)) cell = 1;
  frame_ = {static_cast<std::size_t>(height / cell) + 1, static_cast<std::size_t>(width / cell) + 1, all.west, all.north, cell, cell};
  BlockOrder sorted = block_order(job, frame_, x, y, values);
  start_ = std::move(sorted.start);
  const std::size_t kept = sorted.order.size();
  x_.resize(kept);
  y_.resize(kept);
  value_.resize(kept);
  job.parallel((kept + kChunk - 1) / kChunk, [&](std::size_t chunk, unsigned) {
    for (std::size_t i = chunk * kChunk, end = std::min(kept, i + kChunk); i < end; ++i) {
      const std::uint32_t point = sorted.order[i];
      x_[i] = x[point];
      y_[i] = y[point];
      value_[i] = values[point];
    }
  });
}

// Points from .. to - 1 within reach; without a branch, since whether a point is in is a coin toss. Returns how many.
std::size_t NeighbourIndex::gather(std::uint32_t from, std::uint32_t to, double x, double y, double reach2, Neighbour* into) const {
  std::size_t count = 0;
  for (std::uint32_t i = from; i < to; ++i) {
    const double dx = x_[i] - x, dy = y_[i] - y, distance2 = dx * dx + dy * dy;
    into[count] = {distance2, value_[i], i};
    count += distance2 <= reach2;
  }
  return count;
}

std::size_t NeighbourIndex::within(double x, double y, std::size_t count, double radius, Neighbour* found) const {
  const double cell = frame_.column_step;
  const double last_row = static_cast<double>(frame_.rows - 1), last_col = static_cast<double>(frame_.cols - 1);
  // One cell more on every side: a rounding of the division must not cost a neighbour.
  const double top = std::floor((frame_.north - y - radius) / cell) - 1, bottom = std::floor((frame_.north - y + radius) / cell) + 1;
  if (top > last_row || bottom < 0) return 0;
  double reach2 = radius * radius;
  std::size_t held = 0;
  for (double row = std::max(top, 0.0), end = std::min(bottom, last_row); row <= end; ++row) {
    const double upper = frame_.north - row * cell;  // northern edge of this row of cells
    const double gap = std::max({y - upper, upper - cell - y, 0.0}) - 1e-9 * cell;
    if (gap > 0 && gap * gap > reach2) continue;
    const double half = std::sqrt(gap > 0 ? reach2 - gap * gap : reach2) + 1e-9 * cell;
    const double left = std::floor((x - half - frame_.west) / cell), right = std::floor((x + half - frame_.west) / cell);
    if (left > last_col || right < 0) continue;
    const std::size_t base = static_cast<std::size_t>(row) * frame_.cols;
    const std::uint32_t from = start_[base + static_cast<std::size_t>(std::max(left, 0.0))];
    const std::uint32_t to = start_[base + static_cast<std::size_t>(std::min(right, last_col)) + 1];
    for (std::uint32_t i = from; i < to; i += kGather) {
      Neighbour near[kGather];
      const std::size_t gathered = gather(i, std::min(to, i + kGather), x, y, reach2, near);
      for (std::size_t n = 0; n < gathered; ++n) {
        const Neighbour& candidate = near[n];
        std::size_t at = held;
        if (held == count) {
          if (!(candidate < found[count - 1])) continue;
          at = count - 1;
        } else {
          ++held;
        }
        for (; at > 0 && candidate < found[at - 1]; --at) found[at] = found[at - 1];
        found[at] = candidate;
      }
      if (held == count) reach2 = found[count - 1].distance2;
    }
  }
  return held;
}

std::size_t NeighbourIndex::nearest(double x, double y, std::size_t count, double radius, std::size_t held, Neighbour* found) const {
  if (x_.empty()) return 0;
  if (held == count) {
    double farthest2 = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double dx = x_[found[i].point] - x, dy = y_[found[i].point] - y;
      farthest2 = std::max(farthest2, dx * dx + dy * dy);
    }
    return within(x, y, count, std::min(std::sqrt(farthest2) * (1 + 1e-9), radius), found);
  }
  const double cell = frame_.column_step;
  const double far_x = std::max(std::abs(x - frame_.west), std::abs(frame_.west + static_cast<double>(frame_.cols) * cell - x));
  const double far_y = std::max(std::abs(y - frame_.north), std::abs(frame_.north - static_cast<double>(frame_.rows) * cell - y));
  const double everything = 2 * (far_x + far_y);
  for (double reach = 2 * cell;; reach *= 2) {
    const double limit = std::min(reach, radius);
    const std::size_t near = within(x, y, count, limit, found);
    if (near == std::min(count, x_.size()) || limit >= radius || reach > everything) return near;
  }
}

}  // namespace gam::kernels
