#include "kernels/statistics_order.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gam::kernels {
namespace {

constexpr unsigned kDigitBits = 11;
constexpr std::size_t kBuckets = std::size_t{1} << kDigitBits;
constexpr std::size_t kFewKeys = 512;  // below this, comparing beats counting

// Sorts by the 32 bits from `lowest` on, least significant digit first, which keeps the order of equal keys.
template <typename Item>
void radix_sort(std::span<Item> items, std::span<Item> scratch, unsigned lowest) {
  const auto digit_of = [lowest](Item item, unsigned digit) {
    return static_cast<std::size_t>(item >> (lowest + digit * kDigitBits)) % kBuckets;
  };
  std::array<std::array<std::uint32_t, kBuckets>, 3> counts{};
  for (const Item item : items)
    for (unsigned digit = 0; digit < 3; ++digit) ++counts[digit][digit_of(item, digit)];
  Item* from = items.data();
  Item* to = scratch.data();
  for (unsigned digit = 0; digit < 3; ++digit) {
    auto& places = counts[digit];
    if (places[digit_of(from[0], digit)] == items.size()) continue;  // all alike in this digit
    std::uint32_t place = 0;
    for (std::uint32_t& bucket : places) place += std::exchange(bucket, place);
    for (std::size_t i = 0; i < items.size(); ++i) to[places[digit_of(from[i], digit)]++] = from[i];
    std::swap(from, to);
  }
  if (from != items.data()) std::copy(from, from + items.size(), items.data());
}

}  // namespace

void sort_keys(std::span<std::uint32_t> keys, std::span<std::uint32_t> scratch) {
  if (keys.size() < kFewKeys)
    std::sort(keys.begin(), keys.end());
  else
    radix_sort(keys, scratch, 0);
}

void sort_items(std::span<std::uint64_t> items, std::span<std::uint64_t> scratch) {
  if (items.size() < kFewKeys)
    std::stable_sort(items.begin(), items.end(), [](std::uint64_t a, std::uint64_t b) { return a >> 32 < b >> 32; });
  else
    radix_sort(items, scratch, 32);
}

double sorted_mad(std::span<const std::uint32_t> sorted_keys, double median) {
  const auto value = [&](std::size_t i) { return static_cast<double>(value_of(sorted_keys[i])); };
  const std::size_t left = static_cast<std::size_t>(
      std::partition_point(sorted_keys.begin(), sorted_keys.end(),
                           [&](std::uint32_t key) { return static_cast<double>(value_of(key)) <= median; }) -
      sorted_keys.begin());
  const std::size_t right = sorted_keys.size() - left;
  const auto below = [&](std::size_t i) { return median - value(left - 1 - i); };
  const auto above = [&](std::size_t j) { return value(left + j) - median; };
  const auto smallest = [&](std::size_t k) {  // k-th smallest of both: `low` from the left, k - low from the right
    std::size_t low = k > right ? k - right : 0, high = std::min(k, left);
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (below(middle) < above(k - middle - 1))
        low = middle + 1;
      else
        high = middle;
    }
    if (low == left) return above(k - low);
    if (k - low == right) return below(low);
    return std::min(below(low), above(k - low));
  };
  const Rank rank(sorted_keys.size(), 0.5);
  return between(smallest(rank.lower), smallest(rank.upper), rank.fraction);
}

}  // namespace gam::kernels
