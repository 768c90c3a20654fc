// One DEFLATE block: its symbols, what they would cost, and how they are written.
// Source: RFC 1951 sections 3.2.3 to 3.2.7.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/deflate_bits.hpp"

namespace gam::kernels::deflate {

inline constexpr unsigned kMinMatch = 3;
inline constexpr unsigned kMaxMatch = 258;
inline constexpr unsigned kWindow = 32768;
inline constexpr unsigned kEndOfBlock = 256;
inline constexpr std::size_t kLiteralSymbols = 288;
inline constexpr std::size_t kDistanceSymbols = 30;

// `literals` bytes as they are, then a copy of `length` bytes from `distance` back; length 0: no copy follows.
struct Sequence {
  std::uint32_t literals;
  std::uint16_t length;
  std::uint16_t distance;
};

// Symbol of a match length, counted from 257, its base and its number of extra bits.
struct LengthSlots {
  std::array<std::uint8_t, kMaxMatch + 1> slot{};
  std::array<std::uint16_t, 29> base{};
  std::array<std::uint8_t, 29> extra{};
};
inline constexpr LengthSlots kLengths = [] {
  LengthSlots table;
  unsigned length = kMinMatch;
  for (unsigned slot = 0; slot < 28; ++slot) {
    table.base[slot] = static_cast<std::uint16_t>(length);
    table.extra[slot] = static_cast<std::uint8_t>(slot < 8 ? 0 : slot / 4 - 1);
    for (unsigned i = 0; i < 1u << table.extra[slot] && length <= kMaxMatch; ++i) table.slot[length++] = static_cast<std::uint8_t>(slot);
  }
  table.base[28] = kMaxMatch;
  table.slot[kMaxMatch] = 28;
  return table;
}();

inline unsigned distance_slot(unsigned distance) {
  if (distance <= 4) return distance - 1;
  const unsigned high = 31u - static_cast<unsigned>(__builtin_clz(distance - 1));
  return 2 * high + ((distance - 1) >> (high - 1) & 1);
}
inline unsigned distance_extra(unsigned slot) { return slot < 4 ? 0 : slot / 2 - 1; }
inline unsigned distance_base(unsigned slot) { return slot < 4 ? slot + 1 : ((2 + (slot & 1)) << (slot / 2 - 1)) + 1; }

// How often each symbol occurs in a run of sequences; the end of block is not counted.
struct Histogram {
  std::array<std::uint32_t, kLiteralSymbols> literal{};  // literals, and lengths from 257 on
  std::array<std::uint32_t, kDistanceSymbols> distance{};

  void add_match(unsigned length, unsigned distance_back) {
    ++literal[257u + kLengths.slot[length]];
    ++distance[distance_slot(distance_back)];
  }
  void add(const Histogram& other);
  // Estimated size of a block of these symbols with codes of its own, without extra bits, in 1/256 bit.
  std::uint64_t cost() const;
};

// log2(x) in 1/256 bit for x >= 1, from a table: the same on every machine.
std::uint32_t log2_256(std::uint32_t x);

// Writes `sequences`, which together are `bytes`, in the cheapest of the three forms.
void write_block(std::span<const std::uint8_t> bytes, std::span<const Sequence> sequences, const Histogram& histogram, bool last,
                 BitWriter& out);

// Writes `bytes` uncompressed; an empty span makes one empty block.
void write_stored(std::span<const std::uint8_t> bytes, bool last, BitWriter& out);

// Writes one block that decodes to `count` zero bytes. Cost: two bits per 258 bytes.
void write_zeros(std::uint64_t count, bool last, BitWriter& out);

}  // namespace gam::kernels::deflate
