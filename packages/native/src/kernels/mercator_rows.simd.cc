#include "kernels/mercator_rows.hpp"

namespace gam::GAM_ISA {

void blend_lines(const float* const* lines, const float* weights, std::size_t taps, float* __restrict out) {
  const float* const first = lines[0];
  if (taps == 2) {
    const float* const second = lines[1];
    const float weight = weights[1];
    for (std::size_t i = 0; i < 256; ++i) out[i] = first[i] + weight * (second[i] - first[i]);
    return;
  }
  for (std::size_t i = 0; i < 256; ++i) out[i] = first[i];
  for (std::size_t k = 1; k < taps; ++k)
    for (std::size_t i = 0; i < 256; ++i) out[i] += weights[k] * (lines[k][i] - first[i]);
}

void quantise_line(const float* values, float low, float factor, std::uint8_t* levels) {
  for (std::size_t i = 0; i < 256; ++i) {
    float level = (values[i] - low) * factor + 0.5f;
    level = level > 0.0f ? level : 0.0f;
    level = level < 255.0f ? level : 255.0f;
    levels[i] = static_cast<std::uint8_t>(static_cast<std::int32_t>(level));
  }
}

}  // namespace gam::GAM_ISA
