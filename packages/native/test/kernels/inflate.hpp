// A plain, slow DEFLATE decoder that shares no code with the encoder under test. Throws on any violation of RFC 1950 or 1951.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

namespace gam::test {

class Inflater {
 public:
  explicit Inflater(std::span<const std::uint8_t> stream) : stream_(stream) {}

  // The content of a zlib stream, whose checksum is computed byte by byte.
  std::vector<std::uint8_t> run() {
    if ((bits(8) & 0x0F) != 8) fail("method");
    if ((stream_[0] * 256u + stream_[1]) % 31 != 0) fail("header check");
    bits(8);
    for (bool last = false; !last;) {
      last = bits(1) == 1;
      switch (bits(2)) {
        case 0: stored(); break;
        case 1: fixed(); break;
        case 2: dynamic(); break;
        default: fail("block type");
      }
    }
    at_ = (at_ + 7) / 8 * 8;
    std::uint32_t low = 1, high = 0;
    for (const std::uint8_t byte : out_) {
      low = (low + byte) % 65521;
      high = (high + low) % 65521;
    }
    std::uint32_t check = 0;
    for (int i = 0; i < 4; ++i) check = check << 8 | bits(8);
    if (check != (high << 16 | low)) fail("Adler-32");
    if (at_ != 8 * stream_.size()) fail("bytes after the end");
    return out_;
  }

 private:
  using Code = std::map<std::pair<unsigned, unsigned>, unsigned>;  // (length, word) -> symbol

  [[noreturn]] static void fail(const char* what) { throw std::runtime_error(what); }

  unsigned bits(unsigned count) {
    unsigned value = 0;
    for (unsigned i = 0; i < count; ++i, ++at_) {
      if (at_ / 8 >= stream_.size()) fail("stream too short");
      value |= static_cast<unsigned>(stream_[at_ / 8] >> (at_ % 8) & 1) << i;
    }
    return value;
  }

  static Code canonical(std::span<const unsigned> lengths) {
    Code code;
    unsigned word = 0;
    unsigned kraft = 0;
    for (unsigned length = 1; length <= 15; ++length, word <<= 1)
      for (unsigned symbol = 0; symbol < lengths.size(); ++symbol)
        if (lengths[symbol] == length) {
          code[{length, word++}] = symbol;
          kraft += 1u << (15 - length);
        }
    if (kraft != 1u << 15) fail("code is not complete");
    return code;
  }

  unsigned symbol(const Code& code) {
    unsigned word = 0;
    for (unsigned length = 1; length <= 15; ++length) {
      word = word << 1 | bits(1);
      if (const auto found = code.find({length, word}); found != code.end()) return found->second;
    }
    fail("no such codeword");
  }

  void stored() {
    at_ = (at_ + 7) / 8 * 8;
    const unsigned size = bits(16);
    if ((bits(16) ^ size) != 0xFFFF) fail("stored size");
    for (unsigned i = 0; i < size; ++i) out_.push_back(static_cast<std::uint8_t>(bits(8)));
  }

  void fixed() {
    std::vector<unsigned> lengths;
    for (unsigned symbol_ = 0; symbol_ < 288; ++symbol_) lengths.push_back(symbol_ < 144 ? 8 : symbol_ < 256 ? 9 : symbol_ < 280 ? 7 : 8);
    const std::vector<unsigned> distances(32, 5);
    symbols(canonical(lengths), canonical(distances));
  }

  void dynamic() {
    const unsigned literals = bits(5) + 257, distances = bits(5) + 1, precodes = bits(4) + 4;
    if (literals > 286 || distances > 30) fail("alphabet too large");
    static constexpr unsigned kOrder[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    std::vector<unsigned> precode(19, 0);
    for (unsigned i = 0; i < precodes; ++i) precode[kOrder[i]] = bits(3);
    const Code code = canonical(precode);
    std::vector<unsigned> lengths;
    while (lengths.size() < literals + distances) {
      const unsigned length = symbol(code);
      if (length == 16 && lengths.empty()) fail("nothing to repeat");
      const unsigned count = length == 16 ? 3 + bits(2) : length == 17 ? 3 + bits(3) : length == 18 ? 11 + bits(7) : 1;
      lengths.insert(lengths.end(), count, length == 16 ? lengths.back() : length > 16 ? 0 : length);
    }
    if (lengths.size() != literals + distances) fail("lengths overrun");
    const std::span<const unsigned> all(lengths);
    symbols(canonical(all.first(literals)), canonical(all.subspan(literals)));
  }

  void symbols(const Code& literals, const Code& distances) {
    for (;;) {
      unsigned value = symbol(literals);
      if (value == 256) return;
      if (value < 256) {
        out_.push_back(static_cast<std::uint8_t>(value));
        continue;
      }
      value -= 257;
      if (value > 28) fail("length symbol");
      const unsigned length_bits = value < 8 || value == 28 ? 0 : value / 4 - 1;
      const unsigned length = value == 28 ? 258 : value < 8 ? value + 3 : ((4 + value % 4) << length_bits) + 3 + bits(length_bits);
      const unsigned slot = symbol(distances);
      if (slot > 29) fail("distance symbol");
      const unsigned distance_bits = slot < 4 ? 0 : slot / 2 - 1;
      const unsigned distance = slot < 4 ? slot + 1 : ((2 + slot % 2) << distance_bits) + 1 + bits(distance_bits);
      if (distance > out_.size()) fail("distance before the start");
      for (unsigned i = 0; i < length; ++i) out_.push_back(out_[out_.size() - distance]);
    }
  }

  std::span<const std::uint8_t> stream_;
  std::size_t at_ = 0;  // bit
  std::vector<std::uint8_t> out_;
};

inline std::vector<std::uint8_t> inflate(std::span<const std::uint8_t> stream) { return Inflater(stream).run(); }

}  // namespace gam::test
