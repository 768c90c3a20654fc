#include "kernels/detection_bands.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gam::kernels {
namespace {

constexpr double kSurround = 1.8;
constexpr double kClip = 5;
constexpr double kBinsPerDeviation = 64;
constexpr std::size_t kBins = 512;
constexpr double kRounding = 1e-12;  // of the largest value: what differences of equal numbers come to
const double kMeanAbsoluteToSigma = std::sqrt(3.14159265358979323846 / 2);

}  // namespace

BandPlan::BandPlan(const runtime::Job& job, const Smoothing& shape, std::span<const double> scales, std::span<const double> windows,
                   std::span<const std::uint8_t> mask)
    : shape_(shape), scales_(scales), windows_(windows), mask_(mask), weights_(3 * scales.size()) {
  for (const std::uint8_t set : mask) count_ += set;
  std::vector<std::vector<double>> work(std::min<std::size_t>(job.threads(), weights_.size()));
  job.parallel(weights_.size(), [&](std::size_t part, unsigned worker) {
    const std::size_t scale = part / 3;
    const double widths[3] = {scales[scale], kSurround * scales[scale], windows[scale]};
    work[worker].resize(cells());
    weights_[part].assign(mask.begin(), mask.end());
    smooth(shape_, widths[part % 3], weights_[part], work[worker]);
  });
}

double BandPlan::band(std::size_t index, std::span<const float> field, std::span<float> out, std::span<double> scratch) const {
  const std::size_t n = cells();
  const std::span<double> centre = scratch.subspan(0, n), surround = scratch.subspan(n, n), around = scratch.subspan(2 * n, n),
                          work = scratch.subspan(3 * n, n);
  const auto mean = [&](std::span<double> values, double width, std::size_t which) {
    smooth(shape_, width, values, work);
    const std::vector<double>& weights = weights_[3 * index + which];
    for (std::size_t cell = 0; cell < n; ++cell) values[cell] = mask_[cell] ? values[cell] / weights[cell] : 0;
  };
  double largest = 0;
  for (std::size_t cell = 0; cell < n; ++cell) {
    centre[cell] = surround[cell] = mask_[cell] ? static_cast<double>(field[cell]) : 0;
    largest = std::max(largest, std::fabs(centre[cell]));
  }
  mean(centre, scales_[index], 0);
  mean(surround, kSurround * scales_[index], 1);
  double sum = 0;
  for (std::size_t cell = 0; cell < n; ++cell) {
    centre[cell] -= surround[cell];
    sum += std::fabs(centre[cell]);
  }
  const double clip = kClip * sum / static_cast<double>(count_);
  for (std::size_t cell = 0; cell < n; ++cell) around[cell] = std::min(std::fabs(centre[cell]), clip);
  mean(around, windows_[index], 2);
  double deviation = 0;
  for (std::size_t cell = 0; cell < n; ++cell) {
    deviation += around[cell];
    out[cell] = !mask_[cell] ? std::numeric_limits<float>::quiet_NaN()
                : around[cell] > kRounding * largest ? static_cast<float>(centre[cell] / (kMeanAbsoluteToSigma * around[cell]))
                                                     : 0.0f;
  }
  return kMeanAbsoluteToSigma * deviation / static_cast<double>(count_);
}

void BandPlan::quantiles(std::span<const float> band, std::span<const double> probabilities, std::span<double> out) const {
  double counts[kBins] = {};
  for (std::size_t cell = 0; cell < band.size(); ++cell) {
    if (!mask_[cell]) continue;
    const double bin = std::floor(std::fabs(static_cast<double>(band[cell])) * kBinsPerDeviation);
    if (bin < static_cast<double>(kBins)) counts[static_cast<std::size_t>(bin)] += 1;
  }
  for (std::size_t k = 0; k < probabilities.size(); ++k) {
    double left = probabilities[k] * static_cast<double>(count_);
    out[k] = count_ == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(kBins) / kBinsPerDeviation;
    for (std::size_t bin = 0; bin < kBins && count_ > 0; ++bin) {
      if (left <= counts[bin] && counts[bin] > 0) {
        out[k] = (static_cast<double>(bin) + left / counts[bin]) / kBinsPerDeviation;
        break;
      }
      left -= counts[bin];
    }
  }
}

}  // namespace gam::kernels
