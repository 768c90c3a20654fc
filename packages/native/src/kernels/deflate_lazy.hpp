// Levels 2 to 9: hash chains and lazy evaluation by saved bits.
#pragma once

#include <span>
#include <vector>

#include "kernels/deflate_costs.hpp"
#include "kernels/deflate_match.hpp"
#include "kernels/deflate_splitter.hpp"

namespace gam::kernels::deflate {

struct Effort {
  unsigned chain;  // candidates looked at per position
  unsigned nice;   // a copy this long ends the search
  unsigned lazy;   // positions looked ahead for a copy that saves more
};

class LazyParser {
 public:
  explicit LazyParser(Effort effort)
      : effort_(effort), short_heads_(1u << kShortBits, 0), heads_(1u << kHashBits, 0), previous_(kWindow, 0) {}

  void parse(std::span<const std::uint8_t> bytes, bool last, BitWriter& out);

 private:
  struct Match {
    unsigned length = 0;
    unsigned distance = 0;
    std::int32_t saving = 0;  // 1/256 bit against literals
  };

  static constexpr unsigned kShortBits = 13;
  static constexpr unsigned kHashBits = 16;

  Match find(const std::uint8_t* at, const std::uint8_t* end);
  void insert(const std::uint8_t* at, const std::uint8_t* end);

  Effort effort_;
  std::vector<std::uint32_t> short_heads_;  // of three bytes: the last position only
  std::vector<std::uint32_t> heads_;        // of four bytes: start of a chain through previous_
  std::vector<std::uint32_t> previous_;     // indexed by position modulo the window
  const std::uint8_t* begin_ = nullptr;
  std::uint32_t base_ = kWindow;  // added to positions, so that tables need no clearing between calls
  Costs costs_;
  Splitter splitter_;
};

}  // namespace gam::kernels::deflate
