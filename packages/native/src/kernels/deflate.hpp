// GAM's own DEFLATE encoder, `gam-deflate-1`: the same bytes on every machine, whatever libraries it has.
// Source: RFC 1950 (zlib container), RFC 1951 (DEFLATE).
//
//   level 0     stored
//   level 1     one probe per position, greedy; copies only where they beat the literals' entropy
//               (image rows: copies from one byte or one row back)
//   level 2-9   hash chains of growing depth, lazy; copies are chosen by the bits they save, not by their length
//
// Levels 2 and up split blocks where the statistics of the data change. Nothing depends on threads, time or earlier calls.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace gam::kernels {

// Part of the identity of the kernel set: raise it when any output byte changes.
inline constexpr const char* kDeflateName = "gam-deflate-1";

// Reusable encoder: keeps its tables (about 0.6 MB) from call to call. One per thread.
class Deflater {
 public:
  explicit Deflater(unsigned level);
  ~Deflater();
  Deflater(Deflater&&) noexcept;
  Deflater& operator=(Deflater&&) noexcept;

  // Appends the zlib stream of `bytes` followed by `zeros` zero bytes, which cost next to no time or space.
  // Throws std::length_error above 2^31 bytes.
  void compress(std::span<const std::uint8_t> bytes, std::uint64_t zeros, std::vector<std::uint8_t>& out);
  void compress(std::span<const std::uint8_t> bytes, std::vector<std::uint8_t>& out) { compress(bytes, 0, out); }

  // The same for rows of an image, `stride` bytes each: level 1 looks only where rows repeat.
  void compress_rows(std::span<const std::uint8_t> bytes, std::size_t stride, std::vector<std::uint8_t>& out);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace gam::kernels
