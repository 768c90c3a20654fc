// Row kernels of the tile renderer, one copy per instruction set. Every level does the same operations in the same order.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/dispatch.hpp"

// out = first + sum over k of weight[k] * (lines[k] - first): exact where all lines agree. `lines` holds taps rows of 256.
// levels = floor((values - low) * factor + 0.5) clamped to 0..255; NaN gives 0.
GAM_DECLARE_FOR_EACH_ISA(
  void blend_lines(const float* const* lines, const float* weights, std::size_t taps, float* out);
  void quantise_line(const float* values, float low, float factor, std::uint8_t* levels);
)
