#include "kernels/equivalent_field.hpp"

namespace gam::GAM_ISA {
namespace {

// Every sum belongs to one lane, so the width of a register changes no bit: take what the level has.
#if defined(__AVX512F__)
constexpr std::size_t kLanes = 8;
constexpr std::size_t kDown = 8;  // rows of the normal matrix held in registers at once
#elif defined(__AVX__)
constexpr std::size_t kLanes = 4;
constexpr std::size_t kDown = 2;
#else
constexpr std::size_t kLanes = 2;
constexpr std::size_t kDown = 1;
#endif
constexpr std::size_t kPacks = kernels::kEquivalentRun / kLanes;

typedef double Pack __attribute__((vector_size(kLanes * 8)));
typedef double LoosePack __attribute__((vector_size(kLanes * 8), aligned(8), may_alias));
typedef unsigned long long Bits __attribute__((vector_size(kLanes * 8)));

inline Pack load(const double* from) { return *reinterpret_cast<const LoosePack*>(from); }
inline void store(double* to, Pack value) { *reinterpret_cast<LoosePack*>(to) = value; }

// 1 / sqrt(x) for normal x > 0: a guess from halved exponent bits (relative error 0.034), then four steps of Newton's method, each of which
// turns an error e into 1.5 e^2. Faster than a square root and a division, and the same bits on every level.
template <typename Value, typename Integer>
inline Value inverse_root(Value x) {
  Integer bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  bits = 0x5fe6eb50c7b537a9ull - (bits >> 1);
  Value y;
  __builtin_memcpy(&y, &bits, sizeof y);
  const Value half = 0.5 * x;
  for (int step = 0; step < 4; ++step) y = y * (1.5 - half * y * y);
  return y;
}

inline Pack inverse_range(Pack dx, Pack dy, Pack dz) { return inverse_root<Pack, Bits>(dx * dx + dy * dy + dz * dz); }
inline double inverse_range(double dx, double dy, double dz) {
  return inverse_root<double, unsigned long long>(dx * dx + dy * dy + dz * dz);
}

}  // namespace

void equivalent_field(const double* x, const double* y, const double* z, std::size_t targets, const double* source_x,
                      const double* source_y, const double* source_z, const double* charge, std::size_t sources, double* field) {
  std::size_t i = 0;
  for (; i + 2 * kLanes <= targets; i += 2 * kLanes) {  // two packs: one hides the other's latency
    const Pack x0 = load(x + i), y0 = load(y + i), z0 = load(z + i);
    const Pack x1 = load(x + i + kLanes), y1 = load(y + i + kLanes), z1 = load(z + i + kLanes);
    Pack sum0 = load(field + i), sum1 = load(field + i + kLanes);
    for (std::size_t j = 0; j < sources; ++j) {
      sum0 += charge[j] * inverse_range(x0 - source_x[j], y0 - source_y[j], z0 - source_z[j]);
      sum1 += charge[j] * inverse_range(x1 - source_x[j], y1 - source_y[j], z1 - source_z[j]);
    }
    store(field + i, sum0);
    store(field + i + kLanes, sum1);
  }
  for (; i < targets; ++i) {
    double sum = field[i];
    for (std::size_t j = 0; j < sources; ++j)
      sum += charge[j] * inverse_range(x[i] - source_x[j], y[i] - source_y[j], z[i] - source_z[j]);
    field[i] = sum;
  }
}

void equivalent_row(double x, double y, double z, double weight, const double* source_x, const double* source_y, const double* source_z,
                    std::size_t sources, double* row) {
  std::size_t j = 0;
  for (; j + kLanes <= sources; j += kLanes)
    store(row + j, weight * inverse_range(x - load(source_x + j), y - load(source_y + j), z - load(source_z + j)));
  for (; j < sources; ++j) row[j] = weight * inverse_range(x - source_x[j], y - source_y[j], z - source_z[j]);
}

void equivalent_normal(const double* design, std::size_t rows, std::size_t width, double* normal) {
  for (std::size_t first = 0; first < width; first += kDown) {
    for (std::size_t column = first / kernels::kEquivalentRun * kernels::kEquivalentRun; column < width; column += kernels::kEquivalentRun) {
      Pack sum[kDown][kPacks];
      double* target = normal + first * width + column;
      for (std::size_t i = 0; i < kDown; ++i)
        for (std::size_t j = 0; j < kPacks; ++j) sum[i][j] = load(target + i * width + j * kLanes);
      for (std::size_t r = 0; r < rows; ++r) {
        const double* left = design + r * width + first;
        const double* right = design + r * width + column;
        Pack across[kPacks];
        for (std::size_t j = 0; j < kPacks; ++j) across[j] = load(right + j * kLanes);
        for (std::size_t i = 0; i < kDown; ++i)
          for (std::size_t j = 0; j < kPacks; ++j) sum[i][j] += left[i] * across[j];
      }
      for (std::size_t i = 0; i < kDown; ++i)
        for (std::size_t j = 0; j < kPacks; ++j) store(target + i * width + j * kLanes, sum[i][j]);
    }
  }
}

void equivalent_eliminate(double* __restrict row, const double* __restrict pivot, double factor, std::size_t count) {
  for (std::size_t j = 0; j < count; ++j) row[j] -= factor * pivot[j];
}

}  // namespace gam::GAM_ISA
