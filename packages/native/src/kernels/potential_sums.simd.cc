#include "kernels/potential_sums.hpp"

#include "kernels/potential_lanes.hpp"

namespace gam::GAM_ISA {

void potential_store(const double* values, std::size_t count, float* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<float>(values[i]);
}

double potential_dot(const double* values, const double* x, std::size_t count) {
  constexpr std::size_t kParts = kGroup / kWidth;
  Lanes sums[kParts] = {};
  std::size_t i = 0;
  for (; i + kGroup <= count; i += kGroup)
    for (std::size_t part = 0; part < kParts; ++part) sums[part] += load(values + i + part * kWidth) * load(x + i + part * kWidth);
  double lanes[kGroup];
  for (std::size_t part = 0; part < kParts; ++part) store(lanes + part * kWidth, sums[part]);
  for (std::size_t lane = 0; i < count; ++i, ++lane) lanes[lane] += values[i] * x[i];
  return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

void potential_add(const double* values, double weight, bool squared, std::size_t count, double* out) {
  if (squared)
    for (std::size_t i = 0; i < count; ++i) out[i] += weight * (values[i] * values[i]);
  else
    for (std::size_t i = 0; i < count; ++i) out[i] += weight * values[i];
}

}  // namespace gam::GAM_ISA
