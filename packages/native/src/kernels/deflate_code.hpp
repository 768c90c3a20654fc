// Canonical prefix codes of limited length, as DEFLATE uses them.
// Source: RFC 1951 section 3.2.2 (canonical codes); Larmore and Hirschberg 1990 (package-merge).
#pragma once

#include <cstdint>
#include <span>

namespace gam::kernels::deflate {

// Code lengths of least total cost sum(count * length) with no length above `limit`. Symbols of count 0 get length 0.
// At least two symbols get a code (RFC 1951 readers disagree about codes of one), so the code is always complete.
// Needs 2 <= counts.size() <= 288 and 2^limit >= counts.size().
void code_lengths(std::span<const std::uint32_t> counts, unsigned limit, std::span<std::uint8_t> lengths);

// Codewords of the canonical code of `lengths`, bit-reversed: DEFLATE sends them from the highest bit.
void codewords(std::span<const std::uint8_t> lengths, std::span<std::uint16_t> words);

}  // namespace gam::kernels::deflate
