#include "kernels/potential_lanes.hpp"
#include "kernels/toeplitz_operator.hpp"

namespace gam::GAM_ISA {
namespace {

constexpr std::size_t kElement = 2 * kGroup;

typedef float Singles __attribute__((vector_size(kWidth * sizeof(float)), aligned(sizeof(float)), may_alias));

inline Lanes widen(const float* from) { return __builtin_convertvector(*reinterpret_cast<const Singles*>(from), Lanes); }
inline Lanes widen(const double* from) { return load(from); }

template <typename Real>
void multiply(const double* elements, const Real* spectrum, std::size_t count, double* sums) {
  for (std::size_t i = 0; i < count * kElement; i += kElement)
    for (std::size_t lane = i; lane < i + kGroup; lane += kWidth) {
      const Lanes re = load(elements + lane), im = load(elements + lane + kGroup);
      const Lanes sre = widen(spectrum + lane), sim = widen(spectrum + lane + kGroup);
      store(sums + lane, load(sums + lane) + (re * sre - im * sim));
      store(sums + lane + kGroup, load(sums + lane + kGroup) + (re * sim + im * sre));
    }
}

template <typename Real>
void spread(const double* values, const Real* spectrum, std::size_t count, double* elements) {
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t lane = kElement * k; lane < kElement * k + kGroup; lane += kWidth) {
      const Lanes sre = widen(spectrum + lane), sim = widen(spectrum + lane + kGroup);
      store(elements + lane + kGroup, values[2 * k] * sre + values[2 * k + 1] * sim);
      store(elements + lane, values[2 * k + 1] * sre - values[2 * k] * sim);
    }
}

}  // namespace

void toeplitz_split(const double* transformed, std::size_t length, double* a, double* b, std::size_t stride) {
  for (std::size_t k = 0; k <= length / 2; ++k) {
    const double* low = transformed + kElement * k;
    const double* high = transformed + kElement * (k == 0 ? 0 : length - k);
    for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
      const Lanes re = load(low + lane), im = load(low + kGroup + lane), mirrored_re = load(high + lane), mirrored_im = load(high + kGroup + lane);
      store(a + k * stride + lane, 0.5 * (re + mirrored_re));
      store(a + k * stride + kGroup + lane, 0.5 * (im - mirrored_im));
      store(b + k * stride + lane, 0.5 * (im + mirrored_im));
      store(b + k * stride + kGroup + lane, 0.5 * (mirrored_re - re));
    }
  }
}

void toeplitz_join(const double* a, const double* b, std::size_t stride, std::size_t length, double* elements) {
  for (std::size_t k = 0; k < length; ++k) {
    const bool mirrored = k > length / 2;
    const std::size_t at = (mirrored ? length - k : k) * stride;
    const double sign = mirrored ? -1 : 1;
    for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
      const Lanes are = load(a + at + lane), aim = sign * load(a + at + kGroup + lane);
      const Lanes bre = load(b + at + lane), bim = sign * load(b + at + kGroup + lane);
      store(elements + kElement * k + kGroup + lane, are - bim);
      store(elements + kElement * k + lane, aim + bre);
    }
  }
}

void toeplitz_multiply_single(const double* elements, const float* spectrum, std::size_t count, double* sums) {
  multiply(elements, spectrum, count, sums);
}

void toeplitz_multiply_double(const double* elements, const double* spectrum, std::size_t count, double* sums) {
  multiply(elements, spectrum, count, sums);
}

void toeplitz_spread_single(const double* values, const float* spectrum, std::size_t count, double* elements) {
  spread(values, spectrum, count, elements);
}

void toeplitz_spread_double(const double* values, const double* spectrum, std::size_t count, double* elements) {
  spread(values, spectrum, count, elements);
}

void toeplitz_sum_lanes(const double* elements, std::size_t count, double* sums) {
  for (std::size_t i = 0; i < 2 * count; ++i) {
    const double* lanes = elements + i * kGroup;
    sums[i] = ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
  }
}

}  // namespace gam::GAM_ISA
