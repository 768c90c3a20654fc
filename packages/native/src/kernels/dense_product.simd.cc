#include "kernels/dense_product.hpp"

#include "kernels/potential_lanes.hpp"

namespace gam::GAM_ISA {
namespace {

constexpr std::size_t kRows = kernels::kDenseRows;
constexpr std::size_t kParts = kGroup / kWidth;
constexpr std::size_t kAhead = 512;  // columns

typedef float Singles __attribute__((vector_size(kWidth * sizeof(float)), aligned(sizeof(float)), may_alias));

inline Lanes widen(const float* from) { return __builtin_convertvector(*reinterpret_cast<const Singles*>(from), Lanes); }

}  // namespace

void dense_dots(const float* rows, std::size_t cols, const double* x, double* sums) {
  Lanes lanes[kRows][kParts] = {};
  std::size_t j = 0;
  for (; j + kGroup <= cols; j += kGroup) {
    // The processor's own look-ahead is too short for the latency of memory: a quarter of the time of a pass. Beyond the end it does no harm.
    if (j % (2 * kGroup) == 0)
      for (std::size_t r = 0; r < kRows; ++r) __builtin_prefetch(rows + r * cols + j + kAhead);
    for (std::size_t part = 0; part < kParts; ++part) {
      const Lanes along = load(x + j + part * kWidth);
      for (std::size_t r = 0; r < kRows; ++r) lanes[r][part] += widen(rows + r * cols + j + part * kWidth) * along;
    }
  }
  for (std::size_t r = 0; r < kRows; ++r) {
    double sum[kGroup];
    for (std::size_t part = 0; part < kParts; ++part) store(sum + part * kWidth, lanes[r][part]);
    for (std::size_t rest = j; rest < cols; ++rest) sum[rest - j] += static_cast<double>(rows[r * cols + rest]) * x[rest];
    sums[r] = ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
  }
}

void dense_add(const float* rows, std::size_t cols, const double* factors, bool squared, double* out) {
  if (squared) {
    for (std::size_t j = 0; j < cols; ++j)
      for (std::size_t r = 0; r < kRows; ++r) {
        const double value = static_cast<double>(rows[r * cols + j]);
        out[j] += factors[r] * (value * value);
      }
    return;
  }
  std::size_t j = 0;
  for (; j + kGroup <= cols; j += kGroup)
    for (std::size_t part = 0; part < kParts; ++part) {
      Lanes sum = load(out + j + part * kWidth);
      for (std::size_t r = 0; r < kRows; ++r) sum += factors[r] * widen(rows + r * cols + j + part * kWidth);
      store(out + j + part * kWidth, sum);
    }
  for (; j < cols; ++j)
    for (std::size_t r = 0; r < kRows; ++r) out[j] += factors[r] * static_cast<double>(rows[r * cols + j]);
}

}  // namespace gam::GAM_ISA
