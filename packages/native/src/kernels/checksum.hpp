// The checksums of zlib streams and PNG chunks.
// Source: RFC 1950 section 8.2 (Adler-32), RFC 1952 section 8 and ISO 3309 (CRC-32).
#pragma once

#include <cstdint>
#include <span>

namespace gam::kernels {

// Adler-32 of `bytes`, continuing from `adler` (1 for a fresh stream).
std::uint32_t adler32(std::span<const std::uint8_t> bytes, std::uint32_t adler = 1);

// The same for `count` zero bytes, in closed form: the low sum stays, the high sum grows by it once per byte.
std::uint32_t adler32_zeros(std::uint64_t count, std::uint32_t adler = 1);

// CRC-32 of `bytes`, continuing from `crc` (0 for a fresh one).
std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t crc = 0);

}  // namespace gam::kernels
