#include "kernels/statistics_weighted.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "kernels/statistics_keys.hpp"
#include "kernels/statistics_order.hpp"

namespace gam::kernels {
namespace {

// The samples that count, in row-major order.
struct Samples {
  std::vector<float> values;
  std::vector<double> weights;

  Samples(std::span<const float> grid, std::size_t width, std::span<const double> row_weights) {
    for (std::size_t row = 0; row < row_weights.size(); ++row) {
      if (!(row_weights[row] > 0)) continue;
      for (const float x : grid.subspan(row * width, width))
        if (is_finite(x)) values.push_back(x + 0.0f);  // -0 becomes 0: they are equal, and stay in row-major order
      weights.resize(values.size(), row_weights[row]);
    }
  }
};

// Percentile finder: samples are given in their sorted order.
class Ranking {
 public:
  void clear() {
    values_.clear();
    middles_.clear();
    before_ = 0;
  }
  void add(double value, double weight) {
    before_ += weight;
    values_.push_back(value);
    middles_.push_back(before_ - weight / 2);
  }
  double percentile(double p) const {
    const double target = middles_.front() + (middles_.back() - middles_.front()) * p;
    const auto found = std::lower_bound(middles_.begin(), middles_.end() - 1, target);
    const auto upper = static_cast<std::size_t>(found - middles_.begin());
    if (upper == 0) return values_[0];
    const double fraction = (target - middles_[upper - 1]) / (middles_[upper] - middles_[upper - 1]);
    return between(values_[upper - 1], values_[upper], fraction);
  }

 private:
  std::vector<double> values_, middles_;
  double before_ = 0;
};

}  // namespace

void weighted_statistics(std::span<const float> grid, std::size_t width, std::span<const double> row_weights,
                         Statistics& result) {
  const Samples samples(grid, width, row_weights);
  const std::size_t count = samples.values.size();
  result.mean = result.std = result.median = result.mad = result.p5 = result.p95 = std::numeric_limits<double>::quiet_NaN();
  if (count == 0) return;
  double total = 0, sum = 0, squares = 0;
  for (std::size_t i = 0; i < count; ++i) {
    total += samples.weights[i];
    sum += samples.weights[i] * static_cast<double>(samples.values[i]);
  }
  result.mean = sum / total;
  for (std::size_t i = 0; i < count; ++i) {
    const double difference = static_cast<double>(samples.values[i]) - result.mean;
    squares += samples.weights[i] * difference * difference;
  }
  result.std = std::sqrt(squares / total);

  // Items are a key and the sample's place, so that sorting them by key keeps equal samples in row-major order.
  std::vector<std::uint32_t> keys(count);
  std::vector<std::uint64_t> items(count), scratch(count);
  const auto sort_by_key = [&] {
    for (std::size_t i = 0; i < count; ++i) items[i] = std::uint64_t{keys[i]} << 32 | i;
    sort_items(items, scratch);
  };
  const auto sample = [](std::uint64_t item) { return static_cast<std::uint32_t>(item); };
  Ranking ranking;
  GAM_DISPATCH(sample_keys, samples.values.data(), count, keys.data());
  sort_by_key();
  for (const std::uint64_t item : items) ranking.add(samples.values[sample(item)], samples.weights[sample(item)]);
  result.p5 = ranking.percentile(0.05);
  result.median = ranking.percentile(0.5);
  result.p95 = ranking.percentile(0.95);

  // Keys of deviations are rounded to float32: samples that share one are put in order by their deviation in double.
  const auto deviation = [&](std::uint64_t item) { return std::abs(static_cast<double>(samples.values[sample(item)]) - result.median); };
  const auto nearer = [&](std::uint64_t a, std::uint64_t b) { return deviation(a) < deviation(b); };
  GAM_DISPATCH(deviation_keys, samples.values.data(), count, result.median, keys.data());
  sort_by_key();
  for (auto begin = items.begin(); begin != items.end();) {
    const auto end = std::find_if(begin, items.end(), [&](std::uint64_t item) { return item >> 32 != *begin >> 32; });
    if (!std::is_sorted(begin, end, nearer)) std::stable_sort(begin, end, nearer);
    begin = end;
  }
  ranking.clear();
  for (const std::uint64_t item : items) ranking.add(deviation(item), samples.weights[sample(item)]);
  result.mad = ranking.percentile(0.5);
}

}  // namespace gam::kernels
