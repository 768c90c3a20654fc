// Unsigned integers that sort like numbers, for each instruction-set level. Samples that are not finite get 0xffffffff,
// which comes after every number.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/dispatch.hpp"

GAM_DECLARE_FOR_EACH_ISA(
  // Of the samples; -0 comes before +0. The inverse is kernels::value_of.
  void sample_keys(const float* values, std::size_t count, std::uint32_t* keys);
  // Of |x - median|, rounded to float32: its own bits.
  void deviation_keys(const float* values, std::size_t count, double median, std::uint32_t* keys))
