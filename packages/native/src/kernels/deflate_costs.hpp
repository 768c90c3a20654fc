// What a symbol will probably cost, so that a copy is taken only where it saves bits.
#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "kernels/deflate_block.hpp"

namespace gam::kernels::deflate {

// Costs in 1/256 bit.
class Costs {
 public:
  // Before any symbol is known: literals by the bytes to come, copies by experience with float and image data.
  void guess(std::span<const std::uint8_t> bytes) {
    constexpr std::size_t kSample = 32768;
    std::array<std::uint32_t, 256> counts{};
    const std::size_t size = bytes.size() < kSample ? bytes.size() : kSample;
    for (std::size_t i = 0; i < size; ++i) ++counts[bytes[i]];
    set(literal, counts, 0);
    length.fill(2 * 256);
    distance.fill(2 * 256);
  }

  // From the symbols written so far.
  void learn(const Histogram& histogram) {
    std::array<std::uint32_t, 256 + 29> counts;
    std::copy_n(histogram.literal.begin(), 256, counts.begin());
    std::copy_n(histogram.literal.begin() + 257, 29, counts.begin() + 256);
    std::array<std::uint32_t, 256 + 29> costs;
    set(costs, counts, 1);
    std::copy_n(costs.begin(), 256, literal.begin());
    std::copy_n(costs.begin() + 256, 29, length.begin());
    set(distance, histogram.distance, 1);
  }

  std::uint32_t copy(unsigned match, unsigned back) const {
    const unsigned length_slot = kLengths.slot[match];
    const unsigned slot = distance_slot(back);
    return length[length_slot] + distance[slot] + 256u * (kLengths.extra[length_slot] + distance_extra(slot));
  }

  std::array<std::uint32_t, 256> literal;
  std::array<std::uint32_t, 29> length;
  std::array<std::uint32_t, kDistanceSymbols> distance;

 private:
  // -log2 of the frequency; unseen symbols count as `floor` of a doubled count, so that they can come back.
  template <std::size_t N>
  static void set(std::array<std::uint32_t, N>& costs, const std::array<std::uint32_t, N>& counts, std::uint32_t floor) {
    std::uint32_t total = static_cast<std::uint32_t>(N) * floor + 1;
    for (const std::uint32_t count : counts) total += 2 * count;
    const std::uint32_t all = log2_256(total);
    for (std::size_t i = 0; i < N; ++i) {
      const std::uint32_t cost = all - log2_256(2 * counts[i] + floor + (floor == 0 && counts[i] == 0 ? 1u : 0u));
      costs[i] = cost < 256 ? 256 : cost > 14 * 256 ? 14 * 256 : cost;
    }
  }
};

}  // namespace gam::kernels::deflate
