#include "kernels/fuse_run.hpp"

#include <cfloat>

namespace gam::GAM_ISA {

static constexpr std::size_t kLanes = 8;

static bool finite(float x) { return __builtin_fabsf(x) <= FLT_MAX; }

static double add_lanes(const double* lane) {
  return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

// Calls add(lane, i): cell i goes to lane i modulo 8.
template <typename Add>
static void over_lanes(std::size_t count, Add add) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    for (std::size_t l = 0; l < kLanes; ++l) add(l, i + l);
  for (std::size_t l = 0; i < count; ++i, ++l) add(l, i);
}

void add_layer(const float* layer, double weight, std::uint8_t bit, std::size_t count, double* __restrict sums,
               std::uint8_t* __restrict present) {
  for (std::size_t i = 0; i < count; ++i) sums[i] += finite(layer[i]) ? weight * static_cast<double>(layer[i]) : 0.0;
  for (std::size_t i = 0; i < count; ++i) present[i] = static_cast<std::uint8_t>(present[i] | (finite(layer[i]) ? bit : 0));
}

void divide_layers(const double* sums, const std::uint8_t* present, const double* divisors, std::size_t count,
                   float* __restrict values) {
  for (std::size_t i = 0; i < count; ++i)
    values[i] = present[i] == 0 ? __builtin_nanf("") : static_cast<float>(sums[i] / divisors[present[i]]);
}

void sum_pair(const float* a, const float* b, double weight, std::size_t count, kernels::PairSums* out) {
  double number[kLanes] = {}, sum_a[kLanes] = {}, sum_b[kLanes] = {};
  over_lanes(count, [&](std::size_t l, std::size_t i) {
    const bool both = static_cast<bool>(finite(a[i]) & finite(b[i]));  // & and not &&: no branch
    number[l] += both ? 1.0 : 0.0;
    sum_a[l] += both ? static_cast<double>(a[i]) : 0.0;
    sum_b[l] += both ? static_cast<double>(b[i]) : 0.0;
  });
  const double cells = add_lanes(number);
  *out = {cells, weight * cells, weight * add_lanes(sum_a), weight * add_lanes(sum_b)};
}

void multiply_pair(const float* a, const float* b, double weight, double mean_a, double mean_b, std::size_t count,
                   kernels::PairProducts* out) {
  double aa[kLanes] = {}, bb[kLanes] = {}, ab[kLanes] = {};
  over_lanes(count, [&](std::size_t l, std::size_t i) {
    const bool both = static_cast<bool>(finite(a[i]) & finite(b[i]));  // & and not &&: no branch
    const double x = both ? static_cast<double>(a[i]) - mean_a : 0.0;
    const double y = both ? static_cast<double>(b[i]) - mean_b : 0.0;
    aa[l] += x * x;
    bb[l] += y * y;
    ab[l] += x * y;
  });
  *out = {weight * add_lanes(aa), weight * add_lanes(bb), weight * add_lanes(ab)};
}

}  // namespace gam::GAM_ISA
