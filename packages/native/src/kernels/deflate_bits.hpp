// Writes bit fields, lowest bit first, as RFC 1951 section 3.1.1 packs them.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace gam::kernels::deflate {

static_assert(std::endian::native == std::endian::little, "bits are stored eight bytes at a time");

// A bare cursor, small enough to live in registers. Writes up to 8 bytes past its position: keep kSlack bytes of room.
struct BitCursor {
  std::uint8_t* at;
  std::uint64_t bits = 0;
  unsigned count = 0;  // pending bits, at most 7 after flush()

  // `value` < 2^width. At most 57 bits may be put between two flushes.
  void put(std::uint64_t value, unsigned width) {
    bits |= value << count;
    count += width;
  }
  void flush() {
    std::memcpy(at, &bits, sizeof bits);
    at += count >> 3;
    bits >>= count & ~7u;
    count &= 7;
  }
};

// Appends to a byte vector. Between begin() and end() the cursor is the caller's.
class BitWriter {
 public:
  static constexpr std::size_t kSlack = 16;

  explicit BitWriter(std::vector<std::uint8_t>& out) : out_(out) {}

  // Makes room for `bit_count` more bits.
  BitCursor begin(std::uint64_t bit_count) {
    used_ = out_.size();
    out_.resize(used_ + static_cast<std::size_t>(bit_count / 8) + kSlack);
    return {out_.data() + used_, bits_, count_};
  }
  void end(BitCursor cursor) {
    cursor.flush();
    out_.resize(static_cast<std::size_t>(cursor.at - out_.data()));
    bits_ = cursor.bits;
    count_ = cursor.count;
  }
  // Fills the last byte with zero bits.
  void align() {
    if (count_ > 0) out_.push_back(static_cast<std::uint8_t>(bits_));
    bits_ = 0;
    count_ = 0;
  }
  unsigned pending() const { return count_; }
  // Only where aligned.
  void bytes(std::span<const std::uint8_t> data) { out_.insert(out_.end(), data.begin(), data.end()); }

 private:
  std::vector<std::uint8_t>& out_;
  std::size_t used_ = 0;
  std::uint64_t bits_ = 0;
  unsigned count_ = 0;
};

}  // namespace gam::kernels::deflate
