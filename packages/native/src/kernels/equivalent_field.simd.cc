#include "kernels/equivalent_field.hpp"

namespace gam::GAM_ISA {
namespace {

constexpr std::size_t kLanes = 8;
constexpr std::size_t kDown = 4;  // rows of the normal matrix held in registers at once

}  // namespace

void equivalent_field(const double* x, const double* y, const double* z, std::size_t targets, const double* source_x,
                      const double* source_y, const double* source_z, const double* charge, std::size_t sources, double* field) {
  std::size_t i = 0;
  for (; i + kLanes <= targets; i += kLanes) {
    double tx[kLanes], ty[kLanes], tz[kLanes], sum[kLanes];
    for (std::size_t l = 0; l < kLanes; ++l) tx[l] = x[i + l], ty[l] = y[i + l], tz[l] = z[i + l], sum[l] = field[i + l];
    for (std::size_t j = 0; j < sources; ++j) {
      const double sx = source_x[j], sy = source_y[j], sz = source_z[j], q = charge[j];
      for (std::size_t l = 0; l < kLanes; ++l) {
        const double dx = tx[l] - sx, dy = ty[l] - sy, dz = tz[l] - sz;
        sum[l] += q / __builtin_sqrt(dx * dx + dy * dy + dz * dz);
      }
    }
    for (std::size_t l = 0; l < kLanes; ++l) field[i + l] = sum[l];
  }
  for (; i < targets; ++i) {
    double sum = field[i];
    for (std::size_t j = 0; j < sources; ++j) {
      const double dx = x[i] - source_x[j], dy = y[i] - source_y[j], dz = z[i] - source_z[j];
      sum += charge[j] / __builtin_sqrt(dx * dx + dy * dy + dz * dz);
    }
    field[i] = sum;
  }
}

void equivalent_row(double x, double y, double z, double weight, const double* source_x, const double* source_y, const double* source_z,
                    std::size_t sources, double* __restrict row) {
  for (std::size_t j = 0; j < sources; ++j) {
    const double dx = x - source_x[j], dy = y - source_y[j], dz = z - source_z[j];
    row[j] = weight / __builtin_sqrt(dx * dx + dy * dy + dz * dz);
  }
}

void equivalent_normal(const double* design, std::size_t rows, std::size_t width, double* normal) {
  constexpr std::size_t run = kernels::kEquivalentRun;
  for (std::size_t first = 0; first < width; first += kDown) {
    for (std::size_t column = first / run * run; column < width; column += run) {
      double sum[kDown][run];
      for (std::size_t i = 0; i < kDown; ++i)
        for (std::size_t j = 0; j < run; ++j) sum[i][j] = normal[(first + i) * width + column + j];
      for (std::size_t r = 0; r < rows; ++r) {
        const double* left = design + r * width + first;
        const double* right = design + r * width + column;
        for (std::size_t i = 0; i < kDown; ++i)
          for (std::size_t j = 0; j < run; ++j) sum[i][j] += left[i] * right[j];
      }
      for (std::size_t i = 0; i < kDown; ++i)
        for (std::size_t j = 0; j < run; ++j) normal[(first + i) * width + column + j] = sum[i][j];
    }
  }
}

void equivalent_eliminate(double* __restrict row, const double* __restrict pivot, double factor, std::size_t count) {
  for (std::size_t j = 0; j < count; ++j) row[j] -= factor * pivot[j];
}

}  // namespace gam::GAM_ISA
