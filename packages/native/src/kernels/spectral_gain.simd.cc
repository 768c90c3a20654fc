#include "kernels/harmonic_lanes.hpp"
#include "kernels/spectral_lanes.hpp"

namespace gam::GAM_ISA {
namespace {

constexpr std::size_t kElement = 2 * kGroup;

typedef std::int64_t Words __attribute__((vector_size(kWidth * sizeof(double))));

struct Gain {
  Lanes re, im;
};

inline Gain operator*(Gain a, Gain b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }

inline Lanes all(double value) { return value - Lanes{}; }
inline Lanes size_of(Lanes x) { return x < 0 ? -x : x; }

inline Lanes square_root(Lanes x) {
  Lanes root;
  for (std::size_t lane = 0; lane < kWidth; ++lane) root[lane] = __builtin_sqrt(x[lane]);
  return root;
}

// e^x to about 1 ulp for -700 <= x <= 700; beyond, the value at the bound. 2^n r with |log r| <= log(2) / 2, then Taylor's series.
inline Lanes exponential(Lanes x) {
  constexpr double shift = 0x1.8p52;  // adding it rounds to a whole number, which then stands in the low bits
  constexpr double log2_high = 0x1.62e42fee00000p-1, log2_low = 0x1.a39ef35793c76p-33;
  x = x < -700 ? all(-700) : x > 700 ? all(700) : x;
  const Lanes shifted = x * 1.44269504088896340736 + shift;
  const Lanes whole = shifted - shift;
  const Lanes rest = (x - whole * log2_high) - whole * log2_low;
  Lanes sum = all(1.0 / 6227020800.0);
  constexpr double inverse[] = {1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
                                1.0 / 720,       1.0 / 120,      1.0 / 24,      1.0 / 6,      0.5,         1.0,       1.0};
#pragma GCC unroll 13
  for (const double coefficient : inverse) sum = sum * rest + coefficient;
  const Words power = reinterpret_cast<Words>(sum) + (reinterpret_cast<Words>(shifted) << 52);
  return reinterpret_cast<Lanes>(power);
}

// cos^2(x) for 0 <= x <= pi / 2, by the cosine of half the angle.
inline Lanes squared_cosine(Lanes x) {
  const Lanes half = 0.5 * x;
  const Lanes square = half * half;
  Lanes sum{};
#pragma GCC unroll 8
  for (int k = 18; k >= 4; k -= 2) sum = (1 + sum) * (-square / static_cast<double>(k * (k - 1)));
  const Lanes cosine = 1 - 0.5 * square * (1 + sum);
  const Lanes whole = 2 * cosine * cosine - 1;
  return whole * whole;
}

inline Lanes power(Lanes base, int exponent) {
  Lanes result = all(1);
  for (; exponent > 0; exponent >>= 1, base *= base)
    if (exponent & 1) result *= base;
  return result;
}

inline Lanes low_pass(int window, int order, Lanes ratio) {
  if (window == 0) return exponential(-0.69314718055994530942 * (ratio * ratio));
  if (window == 1) return 1 / (1 + power(ratio, 2 * order));
  Lanes turn = (ratio - 2.0 / 3.0) * 1.5;
  turn = turn < 0 ? Lanes{} : turn > 1 ? all(1) : turn;
  return squared_cosine(turn * 1.57079632679489661923);
}

inline Gain direction(const double* p, Lanes east, Lanes north, Lanes k) {
  const Words origin = k == 0;
  const Lanes along = (east * p[2] + north * p[3]) / (origin ? all(1) : k);
  const Lanes imaginary = p[1] * along;
  const Lanes size = square_root(p[0] * p[0] + imaginary * imaginary);
  const Lanes amplitude = size * square_root(p[4] * p[4] + (p[5] * p[5]) * (along * along));
  const Words blind = size < 1e-9;
  const Lanes divisor = blind ? all(1) : amplitude;
  const Lanes real = blind ? Lanes{} : p[0] / divisor;
  return {origin ? all(1) : real, origin | blind ? Lanes{} : -imaginary / divisor};
}

inline Gain step_gain(const double* step, Lanes east, Lanes north, Lanes k) {
  const double* p = step + 1;
  switch (static_cast<int>(step[0])) {
    case kernels::kContinuation: return {exponential(-p[0] * k), Lanes{}};
    case kernels::kStabilised: {
      const Lanes distance = p[0] * size_of(k - p[1]);
      return {exponential(p[0] * p[1] - distance) / (1 + exponential(-2 * distance)), Lanes{}};
    }
    case kernels::kDerivative: {
      const int a = static_cast<int>(p[0]), b = static_cast<int>(p[1]);
      const Lanes size = power(east, a) * power(north, b) * power(k, static_cast<int>(p[2])) * p[3];
      switch ((a + b) & 3) {
        case 0: return {size, Lanes{}};
        case 1: return {Lanes{}, size};
        case 2: return {-size, Lanes{}};
        default: return {Lanes{}, -size};
      }
    }
    case kernels::kWindow: {
      const Lanes low = low_pass(static_cast<int>(p[0]), static_cast<int>(p[2]), k / p[1]);
      return {p[3] == 1 ? 1 - low : low, Lanes{}};
    }
    case kernels::kDirection: return direction(p, east, north, k);
    default: {
      const Words origin = k == 0;
      return {origin ? Lanes{} : p[0] / (origin ? all(1) : k), Lanes{}};
    }
  }
}

inline Gain gain_at(const kernels::SpectralGain& gain, Lanes east, Lanes north) {
  const Lanes k = square_root(east * east + north * north);
  Gain product{all(1), Lanes{}};
  if (gain.step_count > 0) product = step_gain(gain.steps, east, north, k);
  for (std::size_t i = 1; i < gain.step_count; ++i) product = product * step_gain(gain.steps + kernels::kSpectralStep * i, east, north, k);
  return product;
}

inline Gain mean(Gain a, Gain b) { return {0.5 * (a.re + b.re), 0.5 * (a.im + b.im)}; }

// Mean over both signs of the wavenumber in every Nyquist row and column.
inline Gain bin_gain(const kernels::SpectralGain& gain, std::size_t lane, std::size_t row) {
  const auto at_north = [&](Lanes north) {
    const Gain value = gain_at(gain, load(gain.east + lane), north);
    return gain.east_mirror == nullptr ? value : mean(value, gain_at(gain, load(gain.east_mirror + lane), north));
  };
  const Lanes north = all(gain.north[row]);
  const Gain value = at_north(north);
  return row == gain.nyquist_row ? mean(value, at_north(-north)) : value;
}

}  // namespace

void spectral_apply(const kernels::SpectralGain& gain, double* elements, std::size_t count) {
  for (std::size_t row = 0; row < count; ++row)
    for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
      const Gain factor = bin_gain(gain, lane, row);
      double* element = elements + kElement * row + lane;
      const Lanes re = gain.scale * load(element), im = gain.scale * load(element + kGroup);
      store(element, factor.re * re + factor.im * im);
      store(element + kGroup, factor.im * re - factor.re * im);
    }
}

}  // namespace gam::GAM_ISA
