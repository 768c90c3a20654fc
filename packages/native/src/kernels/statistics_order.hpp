// Order statistics of float32 samples by their keys: percentile ranks, sorting, and the MAD of a sorted array.
#pragma once

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace gam::kernels {

inline bool is_finite(float x) { return std::fabs(x) <= FLT_MAX; }

inline constexpr std::uint32_t kNoKey = 0xffffffff;  // of a sample that is not finite

// The number whose key is given; the inverse of sample_keys (statistics_keys.hpp).
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

// Sorts ascending by radix; `scratch` has at least the same length. O(n).
void sort_keys(std::span<std::uint32_t> keys, std::span<std::uint32_t> scratch);

// The same for items whose upper half is the key; those of equal keys stay in order.
void sort_items(std::span<std::uint64_t> items, std::span<std::uint64_t> scratch);

// Median of |x - median| over sorted samples, n > 0. O(log n): the deviations below and above are two sorted sequences.
double sorted_mad(std::span<const std::uint32_t> sorted_keys, double median);

}  // namespace gam::kernels
