#include "kernels/detection_smooth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gam::kernels {
namespace {

constexpr int kPasses = 3;
constexpr std::size_t kLanes = 64;

// Weight 1 up to `radius`, `edge` one cell further, all over `total`.
struct ExtendedBox {
  std::ptrdiff_t radius;
  double edge, total;
};

ExtendedBox extended_box(double variance) {
  const double radius = std::floor((std::sqrt(1 + 12 * variance) - 1) / 2);
  const double width = 2 * radius + 1;
  const double edge = (width * ((radius * (radius + 1)) / 3 - variance)) / (2 * (variance - (radius + 1) * (radius + 1)));
  return {static_cast<std::ptrdiff_t>(radius), edge, width + 2 * edge};
}

// One pass along lines whose elements are `step` apart, `lanes` <= kLanes of them side by side. A single lane is its own loop, which
// the compiler then keeps in registers.
template <bool single>
void box_pass(const double* from, double* to, std::ptrdiff_t n, std::size_t step, std::size_t lanes, const ExtendedBox& box, bool wrap) {
  static constexpr double nothing[kLanes] = {};
  const std::size_t width = single ? 1 : lanes;
  const auto at = [&](std::ptrdiff_t i) {
    if (i < 0 || i >= n) {
      if (!wrap) return &nothing[0];
      i += i < 0 ? n : -n;
      if (i < 0 || i >= n) i = ((i % n) + n) % n;
    }
    return from + static_cast<std::size_t>(i) * step;
  };
  double sum[kLanes] = {};
  for (std::ptrdiff_t i = -box.radius; i <= box.radius; ++i) {
    const double* value = at(i);
    for (std::size_t lane = 0; lane < width; ++lane) sum[lane] += value[lane];
  }
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    const double* before = at(i - box.radius - 1);
    const double* after = at(i + box.radius + 1);
    const double* last = at(i - box.radius);
    double* out = to + static_cast<std::size_t>(i) * step;
    for (std::size_t lane = 0; lane < width; ++lane) {
      out[lane] = (sum[lane] + box.edge * (before[lane] + after[lane])) / box.total;
      sum[lane] += after[lane] - last[lane];
    }
  }
}

// Three passes; the result ends in `work`.
void smooth_lines(double* data, double* work, std::size_t n, std::size_t step, std::size_t lanes, double deviation, bool wrap) {
  const ExtendedBox box = extended_box(deviation * deviation / kPasses);
  const auto length = static_cast<std::ptrdiff_t>(n);
  const auto pass = lanes == 1 ? box_pass<true> : box_pass<false>;
  pass(data, work, length, step, lanes, box, wrap);
  pass(work, data, length, step, lanes, box, wrap);
  pass(data, work, length, step, lanes, box, wrap);
}

void transpose(const double* from, double* to, std::size_t rows, std::size_t cols) {
  constexpr std::size_t tile = 16;
  for (std::size_t i = 0; i < rows; i += tile)
    for (std::size_t j = 0; j < cols; j += tile)
      for (std::size_t r = i; r < std::min(i + tile, rows); ++r)
        for (std::size_t c = j; c < std::min(j + tile, cols); ++c) to[c * rows + r] = from[r * cols + c];
}

}  // namespace

void smooth(const Smoothing& shape, double deviation, std::span<double> field, std::span<double> work) {
  const std::size_t rows = shape.rows, cols = shape.cols;
  // On a row that comes round, never beyond what fits three boxes into it.
  const double widest = shape.wrap ? std::max(static_cast<double>(cols) / 12, 0.25) : std::numeric_limits<double>::infinity();
  const auto along_row = [&](double stretch) { return std::min(deviation * stretch, widest); };
  if (shape.column_stretch.empty()) {
    // Columns of the transposed field go side by side, which a processor does several at a time.
    transpose(field.data(), work.data(), rows, cols);
    for (std::size_t first = 0; first < rows; first += kLanes)
      smooth_lines(work.data() + first, field.data() + first, cols, rows, std::min(kLanes, rows - first), along_row(1), shape.wrap);
    transpose(field.data(), work.data(), cols, rows);
  } else {
    for (std::size_t row = 0; row < rows; ++row)
      smooth_lines(field.data() + row * cols, work.data() + row * cols, cols, 1, 1, along_row(shape.column_stretch[row]), shape.wrap);
  }
  for (std::size_t first = 0; first < cols; first += kLanes)
    smooth_lines(work.data() + first, field.data() + first, rows, cols, std::min(kLanes, cols - first), deviation, false);
}

}  // namespace gam::kernels
