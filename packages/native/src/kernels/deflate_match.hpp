// Comparing and hashing of byte strings for the parsers.
#pragma once

#include <cstdint>
#include <cstring>

#include "kernels/deflate_block.hpp"

namespace gam::kernels::deflate {

inline std::uint32_t load32(const std::uint8_t* at) {
  std::uint32_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}
inline std::uint64_t load64(const std::uint8_t* at) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Number of equal bytes at a and b, at most `limit`, from `known` equal ones on.
inline unsigned match_length(const std::uint8_t* a, const std::uint8_t* b, unsigned limit, unsigned known = 0) {
  unsigned length = known;
  for (; length + 8 <= limit; length += 8)
    if (const std::uint64_t difference = load64(a + length) ^ load64(b + length); difference != 0)
      return length + static_cast<unsigned>(__builtin_ctzll(difference)) / 8;
  while (length < limit && a[length] == b[length]) ++length;
  return length;
}

}  // namespace gam::kernels::deflate
