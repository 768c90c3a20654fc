#include "kernels/statistics_sums.hpp"

#include <cfloat>

namespace gam::GAM_ISA {

static constexpr std::size_t kLanes = 8;

static double add_lanes(const double* lane) {
  return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

void sum_run(const float* values, std::size_t count, kernels::RunSums* out) {
  double number[kLanes] = {}, sum[kLanes] = {};
  float low[kLanes], high[kLanes];
  for (std::size_t l = 0; l < kLanes; ++l) {
    low[l] = __builtin_inff();
    high[l] = -__builtin_inff();
  }
  const auto add = [&](std::size_t l, float x) {
    const bool finite = __builtin_fabsf(x) <= FLT_MAX;
    number[l] += finite ? 1.0 : 0.0;
    sum[l] += finite ? static_cast<double>(x) : 0.0;
    const float below = finite ? x : __builtin_inff(), above = finite ? x : -__builtin_inff();
    low[l] = below < low[l] ? below : low[l];
    high[l] = above > high[l] ? above : high[l];
  };
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    for (std::size_t l = 0; l < kLanes; ++l) add(l, values[i + l]);
  for (std::size_t l = 0; i < count; ++i, ++l) add(l, values[i]);
  float least = low[0], most = high[0];
  for (std::size_t l = 1; l < kLanes; ++l) {
    least = low[l] < least ? low[l] : least;
    most = high[l] > most ? high[l] : most;
  }
  *out = {add_lanes(number), add_lanes(sum), least, most};
}

double squares_of_run(const float* values, std::size_t count, double centre) {
  double sum[kLanes] = {};
  const auto add = [&](std::size_t l, float x) {
    const bool finite = __builtin_fabsf(x) <= FLT_MAX;
    const double difference = static_cast<double>(x) - centre;
    sum[l] += finite ? difference * difference : 0.0;
  };
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    for (std::size_t l = 0; l < kLanes; ++l) add(l, values[i + l]);
  for (std::size_t l = 0; i < count; ++i, ++l) add(l, values[i]);
  return add_lanes(sum);
}

}  // namespace gam::GAM_ISA
