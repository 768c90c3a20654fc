// Level 1: one probe per position.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "kernels/deflate_match.hpp"
#include "kernels/deflate_splitter.hpp"

namespace gam::kernels::deflate {

// The shortest copy that takes fewer bits than its bytes as literals, by the entropy of every `step`th byte.
unsigned shortest_copy(std::span<const std::uint8_t> bytes, std::size_t step = 1);

// Greedy parser with one remembered position per hash. A copy costs some 22 bits, so the shortest one worth taking depends
// on what the literals cost: four bytes of noise, eight or more of the small residuals of a smooth image.
class FastParser {
 public:
  FastParser() : table_(1u << kHashBits, 0) {}

  void parse(std::span<const std::uint8_t> bytes, bool last, BitWriter& out);

 private:
  static constexpr unsigned kHashBits = 13;
  static constexpr std::size_t kBlock = 128 * 1024;

  std::vector<std::uint32_t> table_;  // position + base_ of the last string with this hash; below base_ is of an earlier call
  std::uint32_t base_ = kWindow;
  std::vector<Sequence> sequences_;
};

}  // namespace gam::kernels::deflate
