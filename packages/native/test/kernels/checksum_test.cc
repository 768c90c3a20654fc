#include "kernels/checksum.hpp"

#include <cstring>
#include <vector>

#include "check.hpp"

using namespace gam::kernels;

static std::span<const std::uint8_t> bytes_of(const char* text) { return {reinterpret_cast<const std::uint8_t*>(text), std::strlen(text)}; }

int main() {
  CHECK(crc32(bytes_of("123456789")) == 0xCBF43926u);  // check value of CRC-32/ISO-HDLC in every catalogue
  CHECK(crc32({}) == 0);
  CHECK(adler32({}) == 1);
  CHECK(adler32(bytes_of("a")) == 0x00620062u);  // 1 + 97 in both sums

  std::vector<std::uint8_t> bytes(100000);
  std::uint32_t seed = 1;
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>((seed = seed * 1664525 + 1013904223) >> 24);
  std::fill(bytes.begin() + 20000, bytes.begin() + 80000, std::uint8_t{255});  // the sums must not overflow
  for (const std::size_t size : {1u, 15u, 16u, 17u, 5535u, 5536u, 5537u, 11072u, 100000u}) {
    std::uint64_t low = 1, high = 0;
    std::uint32_t crc = ~0u;
    for (std::size_t i = 0; i < size; ++i) {
      low = (low + bytes[i]) % 65521;
      high = (high + low) % 65521;
      crc ^= bytes[i];
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320u : 0u);
    }
    const std::span<const std::uint8_t> all(bytes.data(), size);
    CHECK(adler32(all) == (high << 16 | low));
    CHECK(crc32(all) == static_cast<std::uint32_t>(~crc));
    CHECK(adler32(all.subspan(size / 3), adler32(all.first(size / 3))) == adler32(all));
    CHECK(crc32(all.subspan(size / 3), crc32(all.first(size / 3))) == crc32(all));
  }
  for (const std::size_t zeros : {0u, 1u, 65520u, 65521u, 65522u, 900000u}) {
    const std::vector<std::uint8_t> nothing(zeros, 0);
    CHECK(adler32_zeros(zeros, adler32(bytes)) == adler32(nothing, adler32(bytes)));
  }
}
