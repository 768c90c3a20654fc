// The head of a dynamic block: its two codes, as lengths that are themselves coded.
// Source: RFC 1951 section 3.2.7.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/deflate_block.hpp"
#include "kernels/deflate_code.hpp"

namespace gam::kernels::deflate {

// The two codes of a block.
struct Codes {
  std::array<std::uint8_t, kLiteralSymbols> literal_length{};
  std::array<std::uint8_t, kDistanceSymbols> distance_length{};
  std::array<std::uint16_t, kLiteralSymbols> literal_word{};
  std::array<std::uint16_t, kDistanceSymbols> distance_word{};

  void assign_words() {
    codewords(literal_length, literal_word);
    codewords(distance_length, distance_word);
  }
};

// Run-length codes the lengths and says what they cost before they are written.
class Header {
 public:
  explicit Header(const Codes& codes) {
    literal_count_ = kLiteralSymbols - 2;
    while (literal_count_ > 257 && codes.literal_length[literal_count_ - 1] == 0) --literal_count_;
    distance_count_ = kDistanceSymbols;
    while (distance_count_ > 1 && codes.distance_length[distance_count_ - 1] == 0) --distance_count_;
    std::array<std::uint8_t, kLiteralSymbols + kDistanceSymbols> all;
    std::copy_n(codes.literal_length.begin(), literal_count_, all.begin());
    std::copy_n(codes.distance_length.begin(), distance_count_, all.begin() + static_cast<std::ptrdiff_t>(literal_count_));
    run_lengths({all.data(), literal_count_ + distance_count_});
    code_lengths(counts_, kPrecodeLimit, lengths_);
    codewords(lengths_, words_);
    precode_count_ = 19;
    while (precode_count_ > 4 && lengths_[kPrecodeOrder[precode_count_ - 1]] == 0) --precode_count_;
  }

  std::uint64_t bits() const {
    std::uint64_t sum = 5 + 5 + 4 + 3 * precode_count_;
    for (std::size_t symbol = 0; symbol < 19; ++symbol) sum += static_cast<std::uint64_t>(counts_[symbol]) * (lengths_[symbol] + extra(symbol));
    return sum;
  }

  void write(BitCursor& cursor) const {
    cursor.put(literal_count_ - 257, 5);
    cursor.put(distance_count_ - 1, 5);
    cursor.put(precode_count_ - 4, 4);
    cursor.flush();
    for (std::size_t i = 0; i < precode_count_; ++i) {
      cursor.put(lengths_[kPrecodeOrder[i]], 3);
      cursor.flush();
    }
    for (std::size_t i = 0; i < item_count_; ++i) {
      cursor.put(words_[items_[i].symbol], lengths_[items_[i].symbol]);
      cursor.put(items_[i].repeat, extra(items_[i].symbol));
      cursor.flush();
    }
  }

 private:
  static constexpr unsigned kPrecodeLimit = 7;
  static constexpr std::array<std::uint8_t, 19> kPrecodeOrder = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  struct Item {
    std::uint8_t symbol;
    std::uint8_t repeat;
  };

  static unsigned extra(std::size_t symbol) { return symbol == 16 ? 2 : symbol == 17 ? 3 : symbol == 18 ? 7 : 0; }

  void item(std::size_t symbol, std::size_t repeat) {
    items_[item_count_++] = {static_cast<std::uint8_t>(symbol), static_cast<std::uint8_t>(repeat)};
    ++counts_[symbol];
  }

  void run_lengths(std::span<const std::uint8_t> all) {
    for (std::size_t i = 0; i < all.size();) {
      std::size_t run = 1;
      while (i + run < all.size() && all[i + run] == all[i]) ++run;
      i += run;
      const std::uint8_t length = all[i - 1];
      if (length == 0) {
        for (; run >= 11; run -= std::min<std::size_t>(run, 138)) item(18, std::min<std::size_t>(run, 138) - 11);
        if (run >= 3) {
          item(17, run - 3);
          run = 0;
        }
      } else {
        item(length, 0);
        --run;
        while (run >= 3) {
          // A rest of one or two would have to be spelt out: leave it three instead.
          const std::size_t take = run == 7 || run == 8 ? run - 4 : std::min<std::size_t>(run, 6);
          item(16, take - 3);
          run -= take;
        }
      }
      for (; run > 0; --run) item(length, 0);
    }
  }

  std::size_t literal_count_;
  std::size_t distance_count_;
  std::size_t precode_count_;
  std::array<Item, kLiteralSymbols + kDistanceSymbols> items_;
  std::size_t item_count_ = 0;
  std::array<std::uint32_t, 19> counts_{};
  std::array<std::uint8_t, 19> lengths_{};
  std::array<std::uint16_t, 19> words_{};
};

}  // namespace gam::kernels::deflate
