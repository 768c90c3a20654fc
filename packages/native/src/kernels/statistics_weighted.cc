#include "kernels/statistics_weighted.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "kernels/statistics_order.hpp"

namespace gam::kernels {
namespace {

struct Sample {
  double value, weight;
  std::uint32_t order;  // place in the grid: settles the order of equal values
};

// Percentile finder over samples that it sorts. At least one sample.
class Ranking {
 public:
  explicit Ranking(std::vector<Sample>& samples) : samples_(samples) {
    std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
      return a.value < b.value || (a.value == b.value && a.order < b.order);
    });
    double before = 0;
    for (const Sample& sample : samples) {
      before += sample.weight;
      middles_.push_back(before - sample.weight / 2);
    }
  }

  double percentile(double p) const {
    const double target = middles_.front() + (middles_.back() - middles_.front()) * p;
    const auto found = std::lower_bound(middles_.begin(), middles_.end(), target);
    const std::size_t upper = std::min<std::size_t>(static_cast<std::size_t>(found - middles_.begin()), middles_.size() - 1);
    if (upper == 0) return samples_[0].value;
    const double fraction = (target - middles_[upper - 1]) / (middles_[upper] - middles_[upper - 1]);
    return between(samples_[upper - 1].value, samples_[upper].value, fraction);
  }

 private:
  const std::vector<Sample>& samples_;
  std::vector<double> middles_;
};

}  // namespace

void weighted_statistics(std::span<const float> values, std::size_t width, std::span<const double> row_weights,
                         Statistics& result) {
  std::vector<Sample> samples;
  double total = 0, sum = 0, squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = row_weights[i / width];
    if (!is_finite(values[i]) || !(weight > 0)) continue;
    samples.push_back({values[i], weight, static_cast<std::uint32_t>(i)});
    total += weight;
    sum += weight * static_cast<double>(values[i]);
  }
  result.mean = result.std = result.median = result.mad = result.p5 = result.p95 = std::numeric_limits<double>::quiet_NaN();
  if (samples.empty()) return;
  result.mean = sum / total;
  for (const Sample& sample : samples) squares += sample.weight * (sample.value - result.mean) * (sample.value - result.mean);
  result.std = std::sqrt(squares / total);
  {
    const Ranking ranking(samples);
    result.p5 = ranking.percentile(0.05);
    result.median = ranking.percentile(0.5);
    result.p95 = ranking.percentile(0.95);
  }
  for (Sample& sample : samples) sample.value = std::abs(sample.value - result.median);
  result.mad = Ranking(samples).percentile(0.5);
}

}  // namespace gam::kernels
