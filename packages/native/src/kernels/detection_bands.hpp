// A field split into bands, each in standard deviations of its neighbourhood.
//
// Band: difference of two Gaussian means (the surround 1.8 times as wide) over sqrt(pi / 2) times the mean absolute difference around;
// differences above five times their mean over the map count as that much in it. Means go over the samples that the mask has.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/detection_smooth.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

// What does not depend on the field: scales and, for each, the weight of the mask around every cell.
class BandPlan {
 public:
  // `mask`: 1 where there is a sample. Spans are kept, not copied.
  BandPlan(const runtime::Job& job, const Smoothing& shape, std::span<const double> scales, std::span<const double> windows,
           std::span<const std::uint8_t> mask);

  std::size_t cells() const { return mask_.size(); }
  std::size_t scales() const { return scales_.size(); }
  std::span<const std::uint8_t> mask() const { return mask_; }
  // Doubles that `band` needs.
  std::size_t scratch_size() const { return 4 * cells(); }
  // Quantiles of the absolute values of a band at `probabilities`, from a histogram of 1/64 up to 8, linear within its bins.
  void quantiles(std::span<const float> band, std::span<const double> probabilities, std::span<double> out) const;
  // Band `index` of `field`, which is read where the mask is set; NaN elsewhere. Returns the mean deviation around, unit of the field.
  double band(std::size_t index, std::span<const float> field, std::span<float> out, std::span<double> scratch) const;

 private:
  Smoothing shape_;
  std::span<const double> scales_, windows_;
  std::span<const std::uint8_t> mask_;
  std::size_t count_ = 0;
  std::vector<std::vector<double>> weights_;  // three for each scale: centre, surround, window
};

}  // namespace gam::kernels
