#include "kernels/statistics_keys.hpp"

#include <cfloat>

namespace gam::GAM_ISA {

static constexpr std::uint32_t kNoKey = 0xffffffff;

void sample_keys(const float* values, std::size_t count, std::uint32_t* __restrict keys) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto bits = __builtin_bit_cast(std::uint32_t, values[i]);
    const std::uint32_t sign = 0u - (bits >> 31);
    keys[i] = __builtin_fabsf(values[i]) <= FLT_MAX ? bits ^ (sign | 0x80000000u) : kNoKey;
  }
}

void deviation_keys(const float* values, std::size_t count, double median, std::uint32_t* __restrict keys) {
  for (std::size_t i = 0; i < count; ++i) {
    const float deviation = static_cast<float>(__builtin_fabs(static_cast<double>(values[i]) - median));
    keys[i] = __builtin_fabsf(values[i]) <= FLT_MAX ? __builtin_bit_cast(std::uint32_t, deviation) : kNoKey;
  }
}

}  // namespace gam::GAM_ISA
