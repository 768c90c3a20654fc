// Order statistics of float32 samples: keys that sort like the numbers, percentile ranks, and the MAD of a sorted array.
#pragma once

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace gam::kernels {

inline bool is_finite(float x) { return std::fabs(x) <= FLT_MAX; }

// Unsigned integers in the order of the numbers; -0 comes before +0.
inline std::uint32_t key_of(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  return bits ^ ((bits >> 31) != 0 ? 0xffffffffu : 0x80000000u);
}
inline float value_of(std::uint32_t key) {
  return std::bit_cast<float>(key ^ ((key >> 31) != 0 ? 0x80000000u : 0xffffffffu));
}

// Place of percentile p among n > 0 sorted samples: between `lower` and `upper`, `fraction` of the way.
struct Rank {
  std::size_t lower, upper;
  double fraction;
  Rank(std::size_t n, double p) {
    const double place = static_cast<double>(n - 1) * p;
    lower = static_cast<std::size_t>(place);
    fraction = place - static_cast<double>(lower);
    upper = fraction > 0 ? lower + 1 : lower;
  }
};

// Exact where both are equal or the fraction is 0; the mean of both for 0.5.
inline double between(double below, double above, double fraction) {
  return fraction == 0 || below == above ? below : (1 - fraction) * below + fraction * above;
}

// Sorts ascending by radix; `scratch` has the same length. O(n).
void sort_keys(std::span<std::uint32_t> keys, std::span<std::uint32_t> scratch);

// Median of |x - median| over sorted samples, n > 0. O(log n): the deviations below and above are two sorted sequences.
double sorted_mad(std::span<const std::uint32_t> sorted_keys, double median);

}  // namespace gam::kernels
