// The two inner loops of separable resampling, for each instruction-set level.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/dispatch.hpp"

GAM_DECLARE_FOR_EACH_ISA(
  // sums[i] += weight * row[i] and weights[i] += weight where row[i] is finite, for i < count. `first`: = instead of +=.
  void add_weighted_row(const float* row, double weight, std::size_t count, bool first, double* sums, double* weights);

  // out[j] = sum_t w[t][j] sums[index[t][j]] / sum_t w[t][j] weights[index[t][j]] for j < count; NaN where the divisor is 0.
  // Tables are tap-major, rows of length `count`; unused entries have weight 0 and a valid index.
  void combine_columns(const double* sums, const double* weights, std::size_t taps, std::size_t count,
                       const std::uint32_t* index, const double* weight, float* out))
