#include "kernels/regrid_rows.hpp"

#include <cfloat>

namespace gam::GAM_ISA {

void add_weighted_row(const float* row, double weight, std::size_t count, bool first, double* __restrict sums,
                      double* __restrict weights) {
  if (first) {
    for (std::size_t i = 0; i < count; ++i) {
      const bool finite = __builtin_fabsf(row[i]) <= FLT_MAX;
      sums[i] = finite ? weight * static_cast<double>(row[i]) : 0.0;
      weights[i] = finite ? weight : 0.0;
    }
  } else {
    for (std::size_t i = 0; i < count; ++i) {
      const bool finite = __builtin_fabsf(row[i]) <= FLT_MAX;
      sums[i] += finite ? weight * static_cast<double>(row[i]) : 0.0;
      weights[i] += finite ? weight : 0.0;
    }
  }
}

void combine_columns(const double* sums, const double* weights, std::size_t taps, std::size_t count,
                     const std::uint32_t* index, const double* weight, float* __restrict out) {
  constexpr std::size_t kStrip = 64;
  double value[kStrip], total[kStrip];
  for (std::size_t begin = 0; begin < count; begin += kStrip) {
    const std::size_t strip = count - begin < kStrip ? count - begin : kStrip;
    for (std::size_t j = 0; j < strip; ++j) value[j] = total[j] = 0;
    for (std::size_t t = 0; t < taps; ++t) {
      const std::uint32_t* at = index + t * count + begin;
      const double* w = weight + t * count + begin;
      for (std::size_t j = 0; j < strip; ++j) {
        value[j] += w[j] * sums[at[j]];
        total[j] += w[j] * weights[at[j]];
      }
    }
    for (std::size_t j = 0; j < strip; ++j)  // not 0 / 0, whose sign differs between processors
      out[begin + j] = total[j] > 0 ? static_cast<float>(value[j] / total[j]) : __builtin_nanf("");
  }
}

}  // namespace gam::GAM_ISA
