#include "kernels/robust_z_run.hpp"

#include <cfloat>

namespace gam::GAM_ISA {

static constexpr double kMadToSigma = 1.4826;

void robust_z_run(const float* values, const double* fraction, std::size_t count, const kernels::TileColumn& left,
                  const kernels::TileColumn& right, double limit, float* __restrict out) {
  const kernels::TileColumn l = left, r = right;
  for (std::size_t i = 0; i < count; ++i) {
    const double f = fraction[i], g = 1 - f;
    const double weight = g * l.weight + f * r.weight;
    const double median = (g * l.median + f * r.median) / weight;
    const double sigma = kMadToSigma * ((g * l.mad + f * r.mad) / weight);
    const double z = (static_cast<double>(values[i]) - median) / sigma;
    const double clamped = z > limit ? limit : z < -limit ? -limit : z;
    const bool known = weight > 0 && __builtin_fabsf(values[i]) <= FLT_MAX;
    out[i] = known ? static_cast<float>(clamped) : __builtin_nanf("");
  }
}

}  // namespace gam::GAM_ISA
