#include "kernels/mercator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "kernels/mercator_rows.hpp"
#include "kernels/png.hpp"

namespace gam::kernels {

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

// Positions are rounded as in regrid_axis.hpp, so that edges which only rounding sets apart coincide.
double snap(double position) { return std::round(position * 4194304.0) / 4194304.0; }

// exp from its series, from operations that round alike everywhere. |x| <= 4.
double exponential(double x) {
  const double small = x / 64;
  double sum = 1;
  for (int k = 12; k >= 1; --k) sum = 1 + small * sum / k;
  for (int k = 0; k < 6; ++k) sum *= sum;
  return sum;
}

// atan likewise: two halvings of the angle, then the series. |x| <= 1.
double arc_tangent(double x) {
  for (int k = 0; k < 2; ++k) x /= 1 + std::sqrt(1 + x * x);
  double sum = 0;
  for (int k = 31; k >= 1; k -= 2) sum = 1.0 / k - x * x * sum;
  return 4 * x * sum;
}

// Latitude in degrees of the tile matrix's row edge at `fraction` of its height from the north.
double latitude(double fraction) {
  const double grown = exponential(kPi * (1 - 2 * fraction));
  return 2 * arc_tangent((grown - 1) / (grown + 1)) * 180 / kPi;
}

struct Box {
  double begin;
  double end;
};

// The shares of the samples under each pixel's box. `closed`: indices run around a circle of `count` samples.
TileAxis share(std::array<Box, kTileSide> boxes, std::size_t count, bool closed) {
  const double length = static_cast<double>(count);
  TileAxis axis;
  axis.taps = 2;
  axis.inside.resize(kTileSide);
  for (std::size_t pixel = 0; pixel < kTileSide; ++pixel) {
    auto& [begin, end] = boxes[pixel];
    const double centre = snap((begin + end) / 2);
    const double half = std::max(end - begin, 1.0) / 2;
    axis.inside[pixel] = closed || (centre >= 0 && centre <= length);
    begin = closed ? snap(centre - half) : std::max(snap(centre - half), 0.0);
    end = closed ? snap(centre + half) : std::min(snap(centre + half), length);
    if (axis.inside[pixel]) axis.taps = std::max(axis.taps, static_cast<std::size_t>(std::ceil(end) - std::floor(begin)));
  }
  axis.index.resize(kTileSide * axis.taps);
  axis.weight.resize(kTileSide * axis.taps);
  for (std::size_t pixel = 0; pixel < kTileSide; ++pixel) {
    if (!axis.inside[pixel]) continue;
    const auto [begin, end] = boxes[pixel];
    for (std::size_t k = 0; k < axis.taps; ++k) {
      const double sample = std::floor(begin) + static_cast<double>(k);
      const double weight = (std::min(sample + 1, end) - std::max(sample, begin)) / (end - begin);
      const std::size_t tap = pixel * axis.taps + k;
      axis.index[tap] = weight > 0 ? static_cast<std::uint32_t>(closed ? sample - std::floor(sample / length) * length : sample)
                                   : axis.index[pixel * axis.taps];
      axis.weight[tap] = weight > 0 ? static_cast<float>(weight) : 0.0f;
    }
  }
  return axis;
}

std::vector<std::uint32_t> sorted_unique(std::span<const std::uint32_t> values) {
  std::vector<std::uint32_t> result(values.begin(), values.end());
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

const TileAxis& axis_of(std::span<const TileAxis> axes, std::span<const std::uint32_t> keys, std::uint32_t key) {
  return axes[static_cast<std::size_t>(std::lower_bound(keys.begin(), keys.end(), key) - keys.begin())];
}

}  // namespace

MercatorRenderer::MercatorRenderer(const MercatorSource& source, unsigned zoom, std::span<const std::uint32_t> x,
                                   std::span<const std::uint32_t> y)
    : source_(source), xs_(sorted_unique(x)), ys_(sorted_unique(y)) {
  const double pixels = static_cast<double>(kTileSide) * static_cast<double>(std::uint64_t{1} << zoom);
  const Circle circle = close_circle(source.columns);
  const Axis& columns = circle.axis;
  const double turn = 360 / columns.spacing;
  std::array<Box, kTileSide> boxes;
  for (const std::uint32_t tile : xs_) {
    const auto position = [&](double pixel) { return (360 * (tile * 256.0 + pixel) / pixels - 180 - columns.origin) / columns.spacing; };
    for (std::size_t pixel = 0; pixel < kTileSide; ++pixel) {
      const double begin = position(static_cast<double>(pixel));
      const double end = position(static_cast<double>(pixel) + 1);
      // A window that does not close the circle is looked for on the turn that pixels east of its western edge belong to.
      const double shift = circle.closed ? 0 : std::floor(snap((begin + end) / 2) / turn) * turn;
      boxes[pixel] = {begin - shift, end - shift};
    }
    columns_.push_back(share(boxes, columns.count, circle.closed));
  }
  for (const std::uint32_t tile : ys_) {
    const auto position = [&](double pixel) { return (latitude((tile * 256.0 + pixel) / pixels) - source.rows.origin) / source.rows.spacing; };
    for (std::size_t pixel = 0; pixel < kTileSide; ++pixel)
      boxes[pixel] = {position(static_cast<double>(pixel)), position(static_cast<double>(pixel) + 1)};
    rows_.push_back(share(boxes, source.rows.count, false));
  }
}

// The shares of one source row for each pixel column. A line with gaps keeps means of what is there, and how much that is.
void MercatorRenderer::mean_of_row(std::size_t source_row, const TileAxis& columns, std::size_t line, Scratch& scratch) const {
  const float* const row = source_.values.data() + source_row * source_.columns.count;
  float* const means = scratch.means.data() + line * kTileSide;
  const std::size_t taps = columns.taps;
  bool gap = false;
  for (std::size_t pixel = 0; pixel < kTileSide; ++pixel) {
    const std::uint32_t* const index = columns.index.data() + pixel * taps;
    const float* const weight = columns.weight.data() + pixel * taps;
    const float first = row[index[0]];
    float mean = first + weight[1] * (row[index[1]] - first);
    for (std::size_t k = 2; k < taps; ++k) mean += weight[k] * (row[index[k]] - first);
    means[pixel] = mean;
    gap |= mean != mean;
  }
  scratch.gaps[line] = gap;
  if (!gap) return;
  float* const weights = scratch.weights.data() + line * kTileSide;
  for (std::size_t pixel = 0; pixel < kTileSide; ++pixel) {
    float sum = 0;
    float share_found = 0;
    for (std::size_t k = 0; k < taps; ++k) {
      const float value = row[columns.index[pixel * taps + k]];
      const float weight = columns.weight[pixel * taps + k];
      if (value != value || weight == 0) continue;
      sum += weight * value;
      share_found += weight;
    }
    if (means[pixel] != means[pixel]) means[pixel] = share_found > 0 ? sum / share_found : 0.0f;
    weights[pixel] = share_found;
  }
}

TileContent MercatorRenderer::render(std::uint32_t x, std::uint32_t y, Scratch& scratch, std::span<float> out) const {
  const TileAxis& columns = axis_of(columns_, xs_, x);
  const TileAxis& rows = axis_of(rows_, ys_, y);
  const bool all_columns = std::find(columns.inside.begin(), columns.inside.end(), 0) == columns.inside.end();
  std::uint32_t first_row = ~0u;
  std::uint32_t last_row = 0;
  for (std::size_t pixel = 0; pixel < kTileSide; ++pixel)
    if (rows.inside[pixel])
      for (std::size_t k = 0; k < rows.taps; ++k) {
        first_row = std::min(first_row, rows.index[pixel * rows.taps + k]);
        last_row = std::max(last_row, rows.index[pixel * rows.taps + k]);
      }
  const std::size_t lines = first_row > last_row ? 0 : last_row - first_row + 1;
  scratch.means.resize(lines * kTileSide);
  scratch.weights.resize(lines * kTileSide);
  scratch.gaps.resize(lines);
  for (std::size_t line = 0; line < lines; ++line) mean_of_row(first_row + line, columns, line, scratch);

  std::vector<const float*> taken(rows.taps);
  std::size_t missing = 0;
  for (std::size_t pixel = 0; pixel < kTileSide; ++pixel) {
    float* const pixels = out.data() + pixel * kTileSide;
    if (!rows.inside[pixel]) {
      std::fill_n(pixels, kTileSide, kNan);
      missing += kTileSide;
      continue;
    }
    bool gap = !all_columns;
    for (std::size_t k = 0; k < rows.taps; ++k) {
      const std::size_t line = rows.index[pixel * rows.taps + k] - first_row;
      taken[k] = scratch.means.data() + line * kTileSide;
      gap |= scratch.gaps[line] != 0;
    }
    if (!gap) {
      GAM_DISPATCH(blend_lines, taken.data(), &rows.weight[pixel * rows.taps], rows.taps, pixels);
      continue;
    }
    for (std::size_t column = 0; column < kTileSide; ++column) {
      float sum = 0;
      float found = 0;
      for (std::size_t k = 0; columns.inside[column] && k < rows.taps; ++k) {
        const std::size_t line = rows.index[pixel * rows.taps + k] - first_row;
        const float weight = rows.weight[pixel * rows.taps + k] * (scratch.gaps[line] ? scratch.weights[line * kTileSide + column] : 1.0f);
        sum += weight * taken[k][column];
        found += weight;
      }
      pixels[column] = found > 0 ? sum / found : kNan;
      missing += found > 0 ? 0 : 1;
    }
  }
  return missing == 0 ? TileContent::all : missing == out.size() ? TileContent::none : TileContent::some;
}

}  // namespace gam::kernels
