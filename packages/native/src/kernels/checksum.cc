#include "kernels/checksum.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace gam::kernels {

namespace {

constexpr std::uint32_t kAdlerModulus = 65521;
constexpr std::size_t kAdlerLanes = 16;
constexpr std::size_t kAdlerRun = 5536;  // longest multiple of the lanes whose sums stay below 2^32

constexpr std::size_t kSlices = 16;

// tables[s][b]: CRC of byte b followed by s zero bytes.
constexpr auto kCrcTables = [] {
  std::array<std::array<std::uint32_t, 256>, kSlices> tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320u : 0u);
    tables[0][byte] = crc;
  }
  for (std::size_t slice = 1; slice < kSlices; ++slice)
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[slice - 1][byte];
      tables[slice][byte] = (before >> 8) ^ tables[0][before & 0xFF];
    }
  return tables;
}();

}  // namespace

std::uint32_t adler32(std::span<const std::uint8_t> bytes, std::uint32_t adler) {
  std::uint32_t low = adler & 0xFFFF;
  std::uint32_t high = adler >> 16;
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  while (left >= kAdlerLanes) {
    const std::size_t steps = std::min(left, kAdlerRun) / kAdlerLanes;
    // Lane sums, and sums of those after every step: the compiler turns the lanes into vectors.
    std::uint32_t sum[kAdlerLanes] = {};
    std::uint32_t prefix[kAdlerLanes] = {};
    for (std::size_t step = 0; step < steps; ++step, at += kAdlerLanes)
      for (std::size_t lane = 0; lane < kAdlerLanes; ++lane) {
        sum[lane] += at[lane];
        prefix[lane] += sum[lane];
      }
    std::uint64_t total = 0;
    std::uint64_t weighted = static_cast<std::uint64_t>(low) * (steps * kAdlerLanes);
    for (std::size_t lane = 0; lane < kAdlerLanes; ++lane) {
      total += sum[lane];
      weighted += static_cast<std::uint64_t>(prefix[lane]) * kAdlerLanes - static_cast<std::uint64_t>(sum[lane]) * lane;
    }
    low = static_cast<std::uint32_t>((low + total) % kAdlerModulus);
    high = static_cast<std::uint32_t>((high + weighted) % kAdlerModulus);
    left -= steps * kAdlerLanes;
  }
  for (; left > 0; --left) {
    low += *at++;
    high += low;
  }
  return (high % kAdlerModulus) << 16 | (low % kAdlerModulus);
}

std::uint32_t adler32_zeros(std::uint64_t count, std::uint32_t adler) {
  const std::uint64_t low = adler & 0xFFFF;
  const std::uint64_t high = (adler >> 16) + (count % kAdlerModulus) * low;
  return static_cast<std::uint32_t>((high % kAdlerModulus) << 16 | low);
}

std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t crc) {
  static_assert(std::endian::native == std::endian::little, "words are read in the byte order of the stream");
  crc = ~crc;
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= kSlices; left -= kSlices, at += kSlices) {
    std::uint32_t words[4];
    std::memcpy(words, at, sizeof words);
    words[0] ^= crc;
    crc = 0;
    for (std::size_t word = 0; word < 4; ++word)
      for (std::size_t byte = 0; byte < 4; ++byte)
        crc ^= kCrcTables[kSlices - 1 - 4 * word - byte][(words[word] >> (8 * byte)) & 0xFF];
  }
  for (; left > 0; --left) crc = (crc >> 8) ^ kCrcTables[0][(crc ^ *at++) & 0xFF];
  return ~crc;
}

}  // namespace gam::kernels
