// Which source samples a target sample is made of, along one axis, and with which weight.
//
// Positions are counted in source samples: sample i covers [i, i + 1] and stands at i + 0.5, whatever the registration.
// They are rounded to 2^-22 of a sample, so that edges which only rounding of a transform sets apart coincide: a sliver
// of a cell would otherwise let a neighbour speak for a cell without data, and a band of a grid would differ from the grid.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gam::kernels {

enum class RegridMethod { average, bilinear };

// Regular samples along one axis: `origin` is the outer edge of sample 0, `spacing` may be negative (rows run south).
struct Axis {
  double origin = 0;
  double spacing = 1;
  std::size_t count = 0;
};

// One source sample with its weight. `across` marks a row seen over the pole, on the meridian half a turn away.
struct Tap {
  std::uint32_t index;
  bool across;
  double weight;
};

// Taps of target sample j: taps[first[j]] .. taps[first[j + 1]], in order of position. None: no source sample in reach.
struct AxisTaps {
  std::vector<std::size_t> first{0};
  std::vector<Tap> taps;
};

// Columns. `period` is 360 for longitudes: targets are looked for on every turn. 0: no period.
AxisTaps column_taps(const Axis& source, const Axis& target, RegridMethod method, double period);

// Rows. If `latitude`, no target cell reaches beyond a pole. If `mirror` as well, the triangle kernel of a
// row near a pole reads on beyond it: latitude 90 + d is latitude 90 - d on the opposite meridian, if a row stands there.
AxisTaps row_taps(const Axis& source, const Axis& target, RegridMethod method, bool latitude, bool mirror);

// Columns that close the circle of longitude: `count` without a repeated seam column, with the exact spacing 360 / count.
struct Circle {
  bool closed = false;
  Axis axis;
};
Circle close_circle(const Axis& columns);

}  // namespace gam::kernels
