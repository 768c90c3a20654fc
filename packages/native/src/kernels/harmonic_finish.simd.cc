#include "kernels/harmonic_finish.hpp"

#include "kernels/harmonic_lanes.hpp"

namespace gam::GAM_ISA {

void finish_scaled(double* values, std::size_t columns, const double* less, const double* factor) {
  for (std::size_t column = 0; column < columns; ++column, values += kGroup)
    for (std::size_t lane = 0; lane < kGroup; ++lane) values[lane] = (values[lane] - less[lane]) * factor[lane];
}

void finish_magnitude(double* radial, const double* north, const double* east, std::size_t columns, const double* more_radial,
                      const double* more_north, const double* less, double factor) {
  for (std::size_t i = 0; i < columns * kGroup; i += kGroup)
    for (std::size_t lane = 0; lane < kGroup; ++lane) {
      const double r = radial[i + lane] + more_radial[lane];
      const double n = north[i + lane] + more_north[lane];
      const double e = east[i + lane];
      radial[i + lane] = factor * (__builtin_sqrt(r * r + n * n + e * e) - less[lane]);
    }
}

void finish_projection(double* const* field, const double* const* direction, std::size_t columns) {
  double* const result = field[0];
  for (std::size_t i = 0; i < columns * kGroup; ++i) {
    const double r = direction[0][i], n = direction[1][i], e = direction[2][i];
    result[i] = (result[i] * r + field[1][i] * n + field[2][i] * e) / __builtin_sqrt(r * r + n * n + e * e);
  }
}

}  // namespace gam::GAM_ISA
