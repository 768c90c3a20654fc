// The inner loops of fusion, for each instruction-set level.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/dispatch.hpp"

namespace gam::kernels {

// Sums over the cells of a run where both layers are finite and the weight is > 0.
struct PairSums {
  double count, weight, a, b;
};
struct PairProducts {
  double aa, bb, ab;
};

}  // namespace gam::kernels

GAM_DECLARE_FOR_EACH_ISA(
  // sums[i] += weight * layer[i] and present[i] |= bit where layer[i] is finite.
  void add_layer(const float* layer, double weight, std::uint8_t bit, std::size_t count, double* sums, std::uint8_t* present);
  // values[i] = sums[i] / divisors[present[i]]; NaN where nothing is present.
  void divide_layers(const double* sums, const std::uint8_t* present, const double* divisors, std::size_t count, float* values);
  // Eight lanes; every cell has the same weight.
  void sum_pair(const float* a, const float* b, double weight, std::size_t count, kernels::PairSums* out);
  void multiply_pair(const float* a, const float* b, double weight, double mean_a, double mean_b, std::size_t count,
                     kernels::PairProducts* out))
