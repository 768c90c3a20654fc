#include "kernels/regrid.hpp"

#include <algorithm>
#include <limits>

#include "kernels/regrid_rows.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kRowsPerPart = 16;
constexpr std::size_t kColumnsPerBlock = 512;  // two rows of doubles of this length stay in the first-level cache

// The taps of all columns as rectangular tables, tap-major.
struct ColumnTables {
  std::size_t taps = 0;
  std::vector<std::uint32_t> index;
  std::vector<double> weight;

  explicit ColumnTables(const AxisTaps& columns) {
    const std::size_t count = columns.first.size() - 1;
    for (std::size_t j = 0; j < count; ++j) taps = std::max(taps, columns.first[j + 1] - columns.first[j]);
    index.assign(taps * count, 0);
    weight.assign(taps * count, 0.0);
    for (std::size_t j = 0; j < count; ++j)
      for (std::size_t k = columns.first[j]; k < columns.first[j + 1]; ++k) {
        const std::size_t at = (k - columns.first[j]) * count + j;
        index[at] = columns.taps[k].index;
        weight[at] = columns.taps[k].weight;
      }
  }
};

// Weighted sums over rows of the source, for every source column.
class RowBlend {
 public:
  // `stride`: samples from row to row; `columns` of them are used.
  RowBlend(const float* values, std::size_t stride, std::size_t columns)
      : values_(values), stride_(stride), columns_(columns) {}

  void run(const Tap* taps, std::size_t count, double* sums, double* weights) const {
    for (std::size_t begin = 0; begin < columns_; begin += kColumnsPerBlock) {
      const std::size_t end = std::min(begin + kColumnsPerBlock, columns_);
      for (std::size_t t = 0; t < count; ++t) add(taps[t], begin, end, t == 0, sums, weights);
    }
  }

 private:
  void add(const Tap& tap, std::size_t begin, std::size_t end, bool first, double* sums, double* weights) const {
    const float* row = values_ + tap.index * stride_;
    if (!tap.across) {
      GAM_DISPATCH(add_weighted_row, row + begin, tap.weight, end - begin, first, sums + begin, weights + begin);
      return;
    }
    const std::size_t half = columns_ / 2, middle = std::clamp(half, begin, end);  // half a turn on, in two runs
    GAM_DISPATCH(add_weighted_row, row + begin + half, tap.weight, middle - begin, first, sums + begin, weights + begin);
    GAM_DISPATCH(add_weighted_row, row + middle - half, tap.weight, end - middle, first, sums + middle, weights + middle);
  }

  const float* values_;
  std::size_t stride_;
  std::size_t columns_;
};

}  // namespace

void regrid(const runtime::Job& job, std::span<const float> values, const GridFrame& source, const GridFrame& target,
            RegridMethod method, std::span<float> out) {
  const Circle circle = source.geographic ? close_circle(source.columns) : Circle{false, source.columns};
  const bool mirror = circle.closed && circle.axis.count % 2 == 0;
  const AxisTaps rows = row_taps(source.rows, target.rows, method, source.geographic, mirror);
  const ColumnTables columns(column_taps(circle.axis, target.columns, method, source.geographic ? 360 : 0));
  const RowBlend blend(values.data(), source.columns.count, circle.axis.count);
  const std::size_t width = target.columns.count, height = target.rows.count;
  const std::size_t parts = (height + kRowsPerPart - 1) / kRowsPerPart;
  std::vector<std::vector<double>> scratch(job.threads());

  job.parallel(parts, [&](std::size_t part, unsigned worker) {
    std::vector<double>& rows_of_doubles = scratch[worker];
    rows_of_doubles.resize(2 * circle.axis.count);
    double* sums = rows_of_doubles.data();
    double* weights = sums + circle.axis.count;
    for (std::size_t row = part * kRowsPerPart; row < std::min(height, (part + 1) * kRowsPerPart); ++row) {
      const std::span<float> line = out.subspan(row * width, width);
      const std::size_t count = rows.first[row + 1] - rows.first[row];
      if (count == 0 || columns.taps == 0) {
        std::fill(line.begin(), line.end(), std::numeric_limits<float>::quiet_NaN());
        continue;
      }
      blend.run(rows.taps.data() + rows.first[row], count, sums, weights);
      GAM_DISPATCH(combine_columns, sums, weights, columns.taps, width, columns.index.data(), columns.weight.data(), line.data());
    }
  });
}

}  // namespace gam::kernels
