#include "kernels/deflate.hpp"

#include <array>
#include <optional>
#include <stdexcept>

#include "kernels/checksum.hpp"
#include "kernels/deflate_fast.hpp"
#include "kernels/deflate_lazy.hpp"
#include "kernels/deflate_rows.hpp"

namespace gam::kernels {

namespace {

// Indexed by level; the first two do not use it.
constexpr std::array<deflate::Effort, 10> kEfforts = {{{0, 0, 0},
                                                       {0, 0, 0},
                                                       {4, 16, 0},
                                                       {8, 32, 0},
                                                       {12, 48, 1},
                                                       {24, 64, 1},
                                                       {48, 128, 1},
                                                       {96, 258, 1},
                                                       {256, 258, 1},
                                                       {1024, 258, 1}}};

}  // namespace

class Deflater::State {
 public:
  explicit State(unsigned level) : level_(level) {
    if (level == 1) fast_.emplace();
    if (level >= 2) lazy_.emplace(kEfforts.at(level));
  }

  // `stride` 0: no rows.
  void compress(std::span<const std::uint8_t> bytes, std::size_t stride, std::uint64_t zeros, std::vector<std::uint8_t>& out) {
    if (bytes.size() > kMaxBytes) throw std::length_error("deflate takes at most 2^31 bytes at once");
    // 0x78: DEFLATE with a 32 kB window; then the effort in two bits and a check that makes the pair a multiple of 31.
    constexpr std::array<std::uint8_t, 4> kFlags = {0x01, 0x5E, 0x9C, 0xDA};
    out.push_back(0x78);
    out.push_back(kFlags[level_ <= 1 ? 0 : level_ <= 5 ? 1 : level_ == 6 ? 2 : 3]);
    deflate::BitWriter bits(out);
    if (!bytes.empty() || zeros == 0) {
      if (fast_ && stride > 0 && stride <= deflate::kWindow) {
        rows_.parse(bytes, stride, zeros == 0, bits);
      } else if (fast_) {
        fast_->parse(bytes, zeros == 0, bits);
      } else if (lazy_) {
        lazy_->parse(bytes, zeros == 0, bits);
      } else {
        deflate::write_stored(bytes, zeros == 0, bits);
      }
    }
    if (zeros > 0) deflate::write_zeros(zeros, true, bits);
    bits.align();
    const std::uint32_t adler = adler32_zeros(zeros, adler32(bytes));
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(adler >> shift));
  }

 private:
  static constexpr std::size_t kMaxBytes = 1ull << 31;

  unsigned level_;
  std::optional<deflate::FastParser> fast_;
  deflate::RowParser rows_;
  std::optional<deflate::LazyParser> lazy_;
};

Deflater::Deflater(unsigned level) : state_(std::make_unique<State>(level)) {}
Deflater::~Deflater() = default;
Deflater::Deflater(Deflater&&) noexcept = default;
Deflater& Deflater::operator=(Deflater&&) noexcept = default;

void Deflater::compress(std::span<const std::uint8_t> bytes, std::uint64_t zeros, std::vector<std::uint8_t>& out) {
  state_->compress(bytes, 0, zeros, out);
}

void Deflater::compress_rows(std::span<const std::uint8_t> bytes, std::size_t stride, std::vector<std::uint8_t>& out) {
  state_->compress(bytes, stride, 0, out);
}

}  // namespace gam::kernels
