#include "kernels/deflate_rows.hpp"

#include <algorithm>
#include <array>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "kernels/deflate_fast.hpp"
#include "kernels/deflate_match.hpp"

namespace gam::kernels::deflate {

namespace {

constexpr std::ptrdiff_t kLook = 64;    // bytes compared at once
constexpr unsigned kRun = 8;            // equal bytes that make a start of a copy worth extending
constexpr std::size_t kSampleStep = 5;  // of the bytes that the entropy is estimated from; shares no factor with common strides

// Bit i is set where a[i] == b[i], i < 64.
std::uint64_t equal_bytes(const std::uint8_t* a, const std::uint8_t* b) {
  std::uint64_t mask = 0;
#if defined(__SSE2__)
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i left = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a + 16 * part));
    const __m128i right = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b + 16 * part));
    mask |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(left, right)))) << (16 * part);
  }
#else
  for (unsigned i = 0; i < 64; ++i) mask |= static_cast<std::uint64_t>(a[i] == b[i]) << i;
#endif
  return mask;
}

// Bit i is set where bits i .. i + 7 are.
std::uint64_t run_starts(std::uint64_t mask) {
  mask &= mask >> 1;
  mask &= mask >> 2;
  return mask & mask >> 4;
}

// Literals of a block, counted in four tables: equal bytes in a row would wait for each other in one.
struct LiteralCounts {
  std::array<std::array<std::uint32_t, 256>, 4> tables{};

  void add(const std::uint8_t* at, const std::uint8_t* end) {
    for (; end - at >= 4; at += 4)
      for (std::size_t i = 0; i < 4; ++i) ++tables[i][at[i]];
    for (; at < end; ++at) ++tables[0][*at];
  }
  void move_to(Histogram& histogram) const {
    for (std::size_t byte = 0; byte < 256; ++byte)
      histogram.literal[byte] = tables[0][byte] + tables[1][byte] + tables[2][byte] + tables[3][byte];
  }
};

}  // namespace

void RowParser::parse(std::span<const std::uint8_t> bytes, std::size_t stride, bool last, BitWriter& out) {
  const std::uint8_t* const begin = bytes.data();
  const std::uint8_t* const end = begin + bytes.size();
  const std::uint8_t* at = begin;
  do {
    const std::uint8_t* const block = at;
    const std::uint8_t* const block_end = at + std::min<std::size_t>(kBlock, static_cast<std::size_t>(end - at));
    const unsigned shortest = block == block_end ? kRun : std::max(kRun, shortest_copy({block, block_end}, kSampleStep));
    const std::uint8_t* anchor = at;
    Histogram histogram;
    LiteralCounts literals;
    sequences_.clear();
    while (block_end - at > kLook) {
      const std::size_t behind = static_cast<std::size_t>(at - begin);
      std::uint64_t along = behind >= 1 ? run_starts(equal_bytes(at, at - 1)) : 0;
      std::uint64_t across = behind >= stride ? run_starts(equal_bytes(at, at - stride)) : 0;
      std::ptrdiff_t step = kLook - static_cast<std::ptrdiff_t>(kRun) + 1;
      while ((along | across) != 0) {
        const unsigned first = static_cast<unsigned>(__builtin_ctzll(along | across));
        const std::uint8_t* const start = at + first;
        const unsigned limit = static_cast<unsigned>(std::min<std::ptrdiff_t>(kMaxMatch, block_end - start));
        const unsigned run = along >> first & 1 ? match_length(start, start - 1, limit, kRun) : 0;
        const unsigned above = across >> first & 1 ? match_length(start, start - stride, limit, kRun) : 0;
        const unsigned length = std::max(run, above);
        if (length >= shortest) {
          const std::size_t distance = above > run ? stride : 1;
          literals.add(anchor, start);
          histogram.add_match(length, static_cast<unsigned>(distance));
          sequences_.push_back({static_cast<std::uint32_t>(start - anchor), static_cast<std::uint16_t>(length),
                                static_cast<std::uint16_t>(distance)});
          anchor = start + length;
          step = anchor - at;
          break;
        }
        const std::uint64_t later = first + length < 64 ? ~std::uint64_t{0} << (first + length) : 0;  // nothing longer starts inside
        along &= later;
        across &= later;
      }
      at += step;
    }
    at = block_end;
    literals.add(anchor, at);
    literals.move_to(histogram);
    sequences_.push_back({static_cast<std::uint32_t>(at - anchor), 0, 0});
    write_block({block, block_end}, sequences_, histogram, last && at == end, out);
  } while (at < end);
}

}  // namespace gam::kernels::deflate
