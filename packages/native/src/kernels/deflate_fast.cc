#include "kernels/deflate_fast.hpp"

#include <algorithm>

namespace gam::kernels::deflate {

unsigned shortest_copy(std::span<const std::uint8_t> bytes, std::size_t step) {
  constexpr unsigned kCopyBits = 22;
  std::array<std::array<std::uint32_t, 256>, 4> counts{};  // four, so that equal bytes in a row do not wait for each other
  std::uint32_t total = 0;
  for (std::size_t i = 0; i < bytes.size(); i += step) ++counts[total++ & 3][bytes[i]];
  std::uint64_t entropy = 0;
  for (std::size_t byte = 0; byte < 256; ++byte)
    if (const std::uint32_t count = counts[0][byte] + counts[1][byte] + counts[2][byte] + counts[3][byte]; count > 0)
      entropy += static_cast<std::uint64_t>(count) * (log2_256(total) - log2_256(count));
  const std::uint64_t per_byte = std::max<std::uint64_t>(entropy / total, 1);
  return static_cast<unsigned>(std::clamp<std::uint64_t>((kCopyBits * 256 + per_byte - 1) / per_byte, 4, 16));
}

void FastParser::parse(std::span<const std::uint8_t> bytes, bool last, BitWriter& out) {
  if (bytes.size() + base_ > 0xF0000000u) {
    std::fill(table_.begin(), table_.end(), 0);
    base_ = kWindow;
  }
  const std::uint8_t* const begin = bytes.data();
  const std::uint8_t* const end = begin + bytes.size();
  const std::uint8_t* at = begin;
  do {
    const std::uint8_t* const block = at;
    const std::uint8_t* const block_end = at + std::min<std::size_t>(kBlock, static_cast<std::size_t>(end - at));
    const unsigned shortest = block == block_end ? 4 : shortest_copy({block, block_end});
    const unsigned shift = 8 * (8 - std::min(shortest, 8u));  // bytes of the word that are hashed
    const std::uint8_t* anchor = at;
    Histogram histogram;
    sequences_.clear();
    while (block_end - at >= 16) {
      const std::uint64_t word = load64(at);
      const std::uint32_t hash = static_cast<std::uint32_t>((word << shift) * 0x9E3779B185EBCA87ull >> (64 - kHashBits));
      const std::uint32_t here = static_cast<std::uint32_t>(at - begin) + base_;
      const std::uint32_t there = table_[hash];
      table_[hash] = here;
      if (there >= base_ && here - there <= kWindow) {
        const std::uint8_t* const other = at - (here - there);
        if (((load64(other) ^ word) << shift) == 0) {
          const unsigned limit = static_cast<unsigned>(std::min<std::ptrdiff_t>(kMaxMatch, block_end - at));
          const unsigned length = match_length(at, other, limit, 4);
          if (length >= shortest) {
            for (const std::uint8_t* literal = anchor; literal < at; ++literal) ++histogram.literal[*literal];
            histogram.add_match(length, here - there);
            sequences_.push_back({static_cast<std::uint32_t>(at - anchor), static_cast<std::uint16_t>(length),
                                  static_cast<std::uint16_t>(here - there)});
            at += length;
            anchor = at;
            continue;
          }
        }
      }
      at += 1 + (static_cast<std::size_t>(at - anchor) >> 7);  // noise: look less and less often
    }
    at = block_end;
    for (const std::uint8_t* literal = anchor; literal < at; ++literal) ++histogram.literal[*literal];
    sequences_.push_back({static_cast<std::uint32_t>(at - anchor), 0, 0});
    write_block({block, block_end}, sequences_, histogram, last && at == end, out);
  } while (at < end);
  base_ += static_cast<std::uint32_t>(bytes.size()) + kWindow;
}

}  // namespace gam::kernels::deflate
