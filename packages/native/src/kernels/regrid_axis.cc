#include "kernels/regrid_axis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gam::kernels {
namespace {

// Part of a sample by which a transform may be off and still mean a closed circle, or a row that mirrors another.
constexpr double kSlack = 0.01;

double snap(double position) { return std::round(position * 4194304.0) / 4194304.0; }

// Positions of the target's samples, counted in source samples.
struct Placement {
  double offset;
  double ratio;
  Placement(const Axis& source, const Axis& target)
      : offset((target.origin - source.origin) / source.spacing), ratio(target.spacing / source.spacing) {}
  double edge(std::size_t j) const { return snap(offset + static_cast<double>(j) * ratio); }
  double centre(std::size_t j) const { return snap(offset + (static_cast<double>(j) + 0.5) * ratio); }
  double reach() const { return std::max(1.0, snap(std::abs(ratio))); }  // half width of the triangle kernel
};

// Calls visit(i, weight) for the whole cells that overlap [begin, end], within [0, count).
template <typename Visit>
void overlaps(double begin, double end, std::size_t count, Visit&& visit) {
  const double from = std::max(begin, 0.0), to = std::min(end, static_cast<double>(count));
  for (double i = std::floor(from); i < to; ++i) {
    const double weight = std::min(i + 1, to) - std::max(i, from);
    if (weight > 0) visit(i, weight);
  }
}

// Calls visit(i, weight) for the samples under the triangle of half width `reach` around x, within [low, high).
template <typename Visit>
void triangle(double x, double reach, double low, double high, Visit&& visit) {
  const double last = std::min(std::ceil(x + reach - 0.5), high - 1);
  for (double i = std::max(std::floor(x - reach - 0.5), low); i <= last; ++i) {
    const double weight = 1 - std::abs(i + 0.5 - x) / reach;
    if (weight > 0) visit(i, weight);
  }
}

}  // namespace

AxisTaps column_taps(const Axis& source, const Axis& target, RegridMethod method, double period) {
  const Placement place(source, target);
  const double turn = period > 0 ? snap(period / std::abs(source.spacing)) : std::numeric_limits<double>::infinity();
  const double count = static_cast<double>(source.count);
  AxisTaps result;
  auto add = [&](double i, double weight) { result.taps.push_back({static_cast<std::uint32_t>(i), false, weight}); };
  for (std::size_t j = 0; j < target.count; ++j) {
    const double reach = method == RegridMethod::average ? 0 : place.reach();
    const double begin = method == RegridMethod::average ? place.edge(j) : place.centre(j) - reach;
    const double end = method == RegridMethod::average ? place.edge(j + 1) : place.centre(j) + reach;
    const bool turns = std::isfinite(turn);
    const double first_turn = turns ? std::floor((begin - count) / turn) : 0, last_turn = turns ? std::ceil(end / turn) : 0;
    for (double k = first_turn; k <= last_turn; ++k) {
      const double shift = turns ? k * turn : 0;
      if (method == RegridMethod::average)
        overlaps(begin - shift, end - shift, source.count, add);
      else
        triangle(place.centre(j) - shift, reach, 0, count, add);
    }
    result.first.push_back(result.taps.size());
  }
  return result;
}

AxisTaps row_taps(const Axis& source, const Axis& target, RegridMethod method, bool latitude, bool mirror) {
  const Placement place(source, target);
  const double infinity = std::numeric_limits<double>::infinity();
  const double count = static_cast<double>(source.count);
  const double north = latitude ? snap((90 - source.origin) / source.spacing) : -infinity;
  const double south = latitude ? snap((-90 - source.origin) / source.spacing) : infinity;
  AxisTaps result;
  auto add = [&](double i, double weight) {
    bool across = false;
    if (mirror && (i + 0.5 < north || i + 0.5 > south)) {
      const double image = 2 * (i + 0.5 < north ? north : south) - 1 - i;
      i = std::round(image);
      if (std::abs(image - i) > kSlack) return;
      across = true;
    }
    if (i >= 0 && i < count) result.taps.push_back({static_cast<std::uint32_t>(i), across, weight});
  };
  for (std::size_t j = 0; j < target.count; ++j) {
    if (method == RegridMethod::average)
      overlaps(std::max(place.edge(j), north), std::min(place.edge(j + 1), south), source.count, add);
    else
      triangle(place.centre(j), place.reach(), -infinity, infinity, add);
    result.first.push_back(result.taps.size());
  }
  return result;
}

Circle close_circle(const Axis& columns) {
  for (const std::size_t count : {columns.count, columns.count - 1})
    if (count > 0 && std::abs(static_cast<double>(count) * columns.spacing - 360) < kSlack * columns.spacing)
      return {true, {columns.origin, 360 / static_cast<double>(count), count}};
  return {false, columns};
}

}  // namespace gam::kernels
