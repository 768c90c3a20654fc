#include "kernels/prism_batch.hpp"

#include <algorithm>

#include "kernels/prism_far.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kLanes = 8, kNumbers = 7, kGroupSize = kLanes * kNumbers;

void append(std::vector<double>& prisms, std::size_t& count, const double (&numbers)[kNumbers]) {
  const std::size_t lane = count % kLanes;
  // Lanes that stay empty hold a unit cube without density, far enough for either formula.
  if (lane == 0)
    for (const double number : {99.0, 100.0, 99.0, 100.0, 99.0, 100.0, 0.0}) prisms.insert(prisms.end(), kLanes, number);
  double* group = prisms.data() + prisms.size() - kGroupSize;
  for (std::size_t i = 0; i < kNumbers; ++i) group[i * kLanes + lane] = numbers[i];
  ++count;
}

}  // namespace

void PrismBatch::add(double west, double east, double south, double north, double bottom, double top, double density) {
  const auto squared = [](double a, double b, double c) { return a * a + b * b + c * c; };
  const double distance = squared(west + east, south + north, bottom + top);
  const double diagonal = squared(east - west, north - south, top - bottom);
  const double numbers[kNumbers] = {west, east, south, north, bottom, top, density};
  if (distance > kFarHalfDiagonals * kFarHalfDiagonals * diagonal) {
    append(far_, far_count_, numbers);
    if (far_count_ == kLanes) flush(far_, true);
  } else {
    append(near_, near_count_, numbers);
    if (near_count_ == kLanes) flush(near_, false);
  }
}

void PrismBatch::flush(std::vector<double>& prisms, bool far) {
  if (prisms.empty()) return;
  double out[kLanes];
  if (far)
    GAM_DISPATCH(prism_batch_far, prisms.data(), out);
  else
    GAM_DISPATCH(prism_batch_near, prisms.data(), out);
  for (const double value : out) sum_ += value;
  prisms.clear();
  (far ? far_count_ : near_count_) = 0;
}

double PrismBatch::take() {
  flush(near_, false);
  flush(far_, true);
  const double sum = sum_;
  sum_ = 0;
  return sum;
}

}  // namespace gam::kernels
