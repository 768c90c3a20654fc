#include "kernels/deflate_block.hpp"

#include <algorithm>

#include "kernels/deflate_code.hpp"
#include "kernels/deflate_header.hpp"

namespace gam::kernels::deflate {

namespace {

constexpr unsigned kLiteralLimit = 14;  // four literals fit into one flush of the bit cursor
constexpr unsigned kDistanceLimit = 15;

// Fraction bits of log2, by repeated squaring.
constexpr auto kLog2Fraction = [] {
  std::array<std::uint16_t, 1024> table{};
  for (std::uint32_t i = 0; i < 1024; ++i) {
    std::uint64_t x = (1024ull + i) << 21;  // 1 <= x < 2 with 31 fraction bits
    std::uint32_t fraction = 0;
    for (int bit = 0; bit < 9; ++bit) {
      x = x * x >> 31;
      const bool carry = x >> 32 != 0;
      fraction = fraction << 1 | (carry ? 1u : 0u);
      if (carry) x >>= 1;
    }
    table[i] = static_cast<std::uint16_t>((fraction + 1) >> 1);
  }
  return table;
}();

Codes fixed_codes() {
  Codes codes;
  for (std::size_t symbol = 0; symbol < kLiteralSymbols; ++symbol)
    codes.literal_length[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
  codes.distance_length.fill(5);
  // Symbols 30 and 31 complete the code but never occur; codewords of the others do not depend on them.
  codes.assign_words();
  return codes;
}
const Codes kFixed = fixed_codes();

std::uint64_t symbol_bits(const Histogram& histogram, const Codes& codes) {
  std::uint64_t sum = codes.literal_length[kEndOfBlock];
  for (std::size_t symbol = 0; symbol < kLiteralSymbols; ++symbol)
    sum += static_cast<std::uint64_t>(histogram.literal[symbol]) * codes.literal_length[symbol];
  for (std::size_t slot = 0; slot < 29; ++slot) sum += static_cast<std::uint64_t>(histogram.literal[257 + slot]) * kLengths.extra[slot];
  for (unsigned slot = 0; slot < kDistanceSymbols; ++slot)
    sum += static_cast<std::uint64_t>(histogram.distance[slot]) * (codes.distance_length[slot] + distance_extra(slot));
  return sum;
}

// A codeword with its length, so that one load fetches both.
struct Entry {
  std::uint32_t word;
  std::uint32_t width;
};

void write_symbols(const std::uint8_t* at, std::span<const Sequence> sequences, const Codes& codes, BitCursor& shared) {
  std::array<Entry, 256> literal;
  for (std::size_t byte = 0; byte < 256; ++byte) literal[byte] = {codes.literal_word[byte], codes.literal_length[byte]};
  std::array<Entry, kMaxMatch + 1> length;  // with the extra bits
  for (unsigned value = kMinMatch; value <= kMaxMatch; ++value) {
    const unsigned slot = kLengths.slot[value];
    const unsigned width = codes.literal_length[257 + slot];
    length[value] = {codes.literal_word[257 + slot] | (value - kLengths.base[slot]) << width, width + kLengths.extra[slot]};
  }
  BitCursor cursor = shared;
  for (const Sequence& sequence : sequences) {
    const std::uint8_t* const end = at + sequence.literals;
    for (; end - at >= 4; at += 4) {
      for (std::size_t i = 0; i < 4; ++i) cursor.put(literal[at[i]].word, literal[at[i]].width);
      cursor.flush();
    }
    for (; at < end; ++at) cursor.put(literal[*at].word, literal[*at].width);
    cursor.flush();
    if (sequence.length == 0) continue;
    cursor.put(length[sequence.length].word, length[sequence.length].width);
    const unsigned slot = distance_slot(sequence.distance);
    cursor.put(codes.distance_word[slot], codes.distance_length[slot]);
    cursor.put(sequence.distance - distance_base(slot), distance_extra(slot));
    cursor.flush();
    at += sequence.length;
  }
  cursor.put(codes.literal_word[kEndOfBlock], codes.literal_length[kEndOfBlock]);
  cursor.flush();
  shared = cursor;
}

}  // namespace

std::uint32_t log2_256(std::uint32_t x) {
  const unsigned high = 31u - static_cast<unsigned>(__builtin_clz(x));
  const std::uint32_t mantissa = static_cast<std::uint32_t>((static_cast<std::uint64_t>(x) << 10 >> high) - 1024);
  return high * 256 + kLog2Fraction[mantissa];
}

void Histogram::add(const Histogram& other) {
  for (std::size_t i = 0; i < literal.size(); ++i) literal[i] += other.literal[i];
  for (std::size_t i = 0; i < distance.size(); ++i) distance[i] += other.distance[i];
}

std::uint64_t Histogram::cost() const {
  constexpr std::uint64_t kHeader = 60 * 256;      // counts and precode
  constexpr std::uint64_t kHeaderSymbol = 4 * 256;  // one code length
  std::uint64_t sum = kHeader;
  const auto alphabet = [&sum](std::span<const std::uint32_t> counts) {
    std::uint32_t total = 0;
    for (const std::uint32_t count : counts)
      if (count > 0) {
        total += count;
        sum -= static_cast<std::uint64_t>(count) * log2_256(count);
        sum += kHeaderSymbol;
      }
    if (total > 0) sum += static_cast<std::uint64_t>(total) * log2_256(total);
  };
  alphabet(literal);
  alphabet(distance);
  return sum;
}

void write_stored(std::span<const std::uint8_t> bytes, bool last, BitWriter& out) {
  constexpr std::size_t kMaxStored = 65535;
  do {
    const std::size_t size = std::min(bytes.size(), kMaxStored);
    BitCursor cursor = out.begin(3);
    cursor.put(last && size == bytes.size() ? 1 : 0, 1);
    cursor.put(0, 2);
    out.end(cursor);
    out.align();
    const std::uint8_t sizes[4] = {static_cast<std::uint8_t>(size), static_cast<std::uint8_t>(size >> 8),
                                   static_cast<std::uint8_t>(~size), static_cast<std::uint8_t>(~size >> 8)};
    out.bytes(sizes);
    out.bytes(bytes.first(size));
    bytes = bytes.subspan(size);
  } while (!bytes.empty());
}

void write_block(std::span<const std::uint8_t> bytes, std::span<const Sequence> sequences, const Histogram& histogram, bool last,
                 BitWriter& out) {
  Codes codes;
  std::array<std::uint32_t, kLiteralSymbols> counts = histogram.literal;
  counts[kEndOfBlock] = 1;
  code_lengths(std::span(counts).first(286), kLiteralLimit, std::span(codes.literal_length).first(286));
  code_lengths(histogram.distance, kDistanceLimit, codes.distance_length);
  const Header header(codes);
  const std::uint64_t dynamic = header.bits() + symbol_bits(histogram, codes);
  const std::uint64_t fixed = symbol_bits(histogram, kFixed);
  const std::uint64_t stored = (bytes.size() / 65535 + 1) * 40 + 8 * static_cast<std::uint64_t>(bytes.size());
  if (stored < std::min(dynamic, fixed)) return write_stored(bytes, last, out);
  BitCursor cursor = out.begin(3 + std::min(dynamic, fixed) + 64);
  cursor.put(last ? 1 : 0, 1);
  if (fixed <= dynamic) {
    cursor.put(1, 2);
    cursor.flush();
    write_symbols(bytes.data(), sequences, kFixed, cursor);
  } else {
    cursor.put(2, 2);
    cursor.flush();
    header.write(cursor);
    codes.assign_words();
    write_symbols(bytes.data(), sequences, codes, cursor);
  }
  out.end(cursor);
}

void write_zeros(std::uint64_t count, bool last, BitWriter& out) {
  // A zero, then copies of it: a rest too short for a copy becomes more zeros up front.
  std::uint64_t literals = 1;
  while (literals < count && (count - literals) % kMaxMatch > 0 && (count - literals) % kMaxMatch < kMinMatch) ++literals;
  literals = std::min(literals, count);
  const std::uint64_t copies = (count - literals) / kMaxMatch;
  const unsigned rest = static_cast<unsigned>((count - literals) % kMaxMatch);
  Histogram histogram;
  histogram.literal[0] = static_cast<std::uint32_t>(literals);
  histogram.literal[257 + kLengths.slot[kMaxMatch]] = static_cast<std::uint32_t>(copies);
  if (rest > 0) ++histogram.literal[257u + kLengths.slot[rest]];
  histogram.literal[kEndOfBlock] = 1;
  Codes codes;
  code_lengths(std::span(histogram.literal).first(286), kLiteralLimit, std::span(codes.literal_length).first(286));
  histogram.distance[0] = 1;
  code_lengths(histogram.distance, kDistanceLimit, codes.distance_length);
  codes.assign_words();
  const Header header(codes);
  BitCursor cursor = out.begin(3 + header.bits() + symbol_bits(histogram, codes) + copies * 2 + 64);
  cursor.put(last ? 1 : 0, 1);
  cursor.put(2, 2);
  cursor.flush();
  header.write(cursor);
  const auto literal = [&](std::size_t symbol) { cursor.put(codes.literal_word[symbol], codes.literal_length[symbol]); };
  const auto copy = [&](unsigned length) {
    const unsigned slot = kLengths.slot[length];
    literal(257 + slot);
    cursor.put(length - kLengths.base[slot], kLengths.extra[slot]);
    cursor.put(codes.distance_word[0], codes.distance_length[0]);
    cursor.flush();
  };
  for (std::uint64_t i = 0; i < literals; ++i) literal(0);
  cursor.flush();
  for (std::uint64_t i = 0; i < copies; ++i) copy(kMaxMatch);
  if (rest > 0) copy(rest);
  literal(kEndOfBlock);
  cursor.flush();
  out.end(cursor);
}

}  // namespace gam::kernels::deflate
