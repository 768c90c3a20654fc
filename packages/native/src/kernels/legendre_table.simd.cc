#include "kernels/harmonic_lanes.hpp"
#include "kernels/legendre_sum.hpp"

namespace gam::GAM_ISA {

void legendre_table(const double* records, std::size_t degrees, const kernels::LegendreLanes& lanes, double* out) {
  for (std::size_t first = 0; first < lanes.lanes; first += kGroup) {
    double previous[kGroup] = {};
    double current[kGroup], scale[kGroup];
    for (std::size_t lane = 0; lane < kGroup; ++lane) {
      current[lane] = lanes.start[first + lane];
      scale[lane] = lanes.scale[first + lane];
    }
    for (std::size_t i = 0; i < degrees; ++i) {
      const double a = records[2 * i], k = records[2 * i + 1];
      double* const row = out + i * lanes.lanes + first;
      for (std::size_t lane = 0; lane < kGroup; ++lane) {
        row[lane] = scale[lane] == 0 ? k * current[lane] : 0;
        const double next =
            a * lanes.sine_attenuation[first + lane] * current[lane] - lanes.attenuation_squared[first + lane] * previous[lane];
        previous[lane] = current[lane];
        current[lane] = next;
      }
      if ((i + 1) % kernels::kLegendreStride != 0) continue;
      for (std::size_t lane = 0; lane < kGroup; ++lane)
        if (scale[lane] < 0 && (current[lane] > 1 || current[lane] < -1)) {
          current[lane] *= 1 / kernels::kLegendreScale;
          previous[lane] *= 1 / kernels::kLegendreScale;
          scale[lane] += 1;
        }
    }
  }
}

}  // namespace gam::GAM_ISA
