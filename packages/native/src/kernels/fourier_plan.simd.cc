#include "kernels/fourier_plan.hpp"

#include "kernels/harmonic_lanes.hpp"

namespace gam::GAM_ISA {
namespace {

constexpr std::size_t kElement = 2 * kGroup;

struct Complex {
  Lanes re, im;
};

inline Complex operator+(Complex a, Complex b) { return {a.re + b.re, a.im + b.im}; }
inline Complex operator-(Complex a, Complex b) { return {a.re - b.re, a.im - b.im}; }
inline Complex operator*(double a, Complex b) { return {a * b.re, a * b.im}; }
inline Complex times_i(Complex a) { return {-a.im, a.re}; }
inline Complex rotated(Complex a, double cosine, double sine) {
  return {cosine * a.re - sine * a.im, sine * a.re + cosine * a.im};
}
inline Complex load_complex(const double* from) { return {load(from), load(from + kGroup)}; }
inline void store_complex(double* to, Complex value) {
  store(to, value.re);
  store(to + kGroup, value.im);
}

// Discrete Fourier transforms of `radix` points, kernel exp(+2 pi i j k / radix), in place.
template <std::size_t radix>
struct Butterfly;

template <>
struct Butterfly<2> {
  static void apply(Complex* x, const double*) {
    const Complex a = x[0];
    x[0] = a + x[1];
    x[1] = a - x[1];
  }
};

template <>
struct Butterfly<3> {
  static void apply(Complex* x, const double*) {
    constexpr double sine = 0.86602540378443864676;
    const Complex sum = x[1] + x[2];
    const Complex turn = times_i(sine * (x[1] - x[2]));
    const Complex middle = x[0] - 0.5 * sum;
    x[0] = x[0] + sum;
    x[1] = middle + turn;
    x[2] = middle - turn;
  }
};

template <>
struct Butterfly<4> {
  static void apply(Complex* x, const double*) {
    const Complex a = x[0] + x[2], b = x[0] - x[2], c = x[1] + x[3], d = times_i(x[1] - x[3]);
    x[0] = a + c;
    x[1] = b + d;
    x[2] = a - c;
    x[3] = b - d;
  }
};

template <>
struct Butterfly<5> {
  static void apply(Complex* x, const double*) {
    constexpr double c1 = 0.30901699437494742410, c2 = -0.80901699437494742410;
    constexpr double s1 = 0.95105651629515357212, s2 = 0.58778525229247312917;
    const Complex p1 = x[1] + x[4], m1 = x[1] - x[4], p2 = x[2] + x[3], m2 = x[2] - x[3];
    const Complex a = x[0] + c1 * p1 + c2 * p2, b = x[0] + c2 * p1 + c1 * p2;
    const Complex d = times_i(s1 * m1 + s2 * m2), e = times_i(s2 * m1 - s1 * m2);
    x[0] = x[0] + p1 + p2;
    x[1] = a + d;
    x[2] = b + e;
    x[3] = b - e;
    x[4] = a - d;
  }
};

template <std::size_t radix>
struct Butterfly {
  static void apply(Complex* x, const double* roots) {
    Complex y[radix];
    for (std::size_t k = 0; k < radix; ++k) {
      y[k] = x[0];
      for (std::size_t j = 1; j < radix; ++j) {
        const std::size_t root = j * k % radix;
        y[k] = y[k] + rotated(x[j], roots[2 * root], roots[2 * root + 1]);
      }
    }
    for (std::size_t k = 0; k < radix; ++k) x[k] = y[k];
  }
};

// One decimation-in-frequency pass of Stockham's self-sorting transform: `blocks` interleaved transforms of n points.
template <std::size_t radix>
void pass(const double* from, double* to, std::size_t n, std::size_t blocks, const double* twiddles, const double* roots) {
  const std::size_t part = n / radix;
  for (std::size_t p = 0; p < part; ++p, twiddles += 2 * (radix - 1))
    for (std::size_t q = 0; q < blocks; ++q)
      for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
        Complex x[radix];
#pragma GCC unroll 16
        for (std::size_t j = 0; j < radix; ++j) x[j] = load_complex(from + kElement * (q + blocks * (p + j * part)) + lane);
        Butterfly<radix>::apply(x, roots);
        double* target = to + kElement * (q + blocks * radix * p) + lane;
        store_complex(target, x[0]);
#pragma GCC unroll 16
        for (std::size_t k = 1; k < radix; ++k)
          store_complex(target + kElement * blocks * k, rotated(x[k], twiddles[2 * k - 2], twiddles[2 * k - 1]));
      }
}

}  // namespace

double* fourier_transform(const kernels::FourierTables& tables, double* data, double* work) {
  const double* twiddles = tables.twiddles;
  const double* roots = tables.roots;
  std::size_t n = tables.length;
  std::size_t blocks = 1;
  for (std::size_t i = 0; i < tables.radix_count; ++i) {
    const std::size_t radix = tables.radices[i];
    switch (radix) {
      case 2: pass<2>(data, work, n, blocks, twiddles, roots); break;
      case 3: pass<3>(data, work, n, blocks, twiddles, roots); break;
      case 4: pass<4>(data, work, n, blocks, twiddles, roots); break;
      case 5: pass<5>(data, work, n, blocks, twiddles, roots); break;
      case 7: pass<7>(data, work, n, blocks, twiddles, roots); break;
      case 11: pass<11>(data, work, n, blocks, twiddles, roots); break;
      default: pass<13>(data, work, n, blocks, twiddles, roots); break;
    }
    twiddles += 2 * (n / radix) * (radix - 1);
    if (radix > 5) roots += 2 * radix;
    n /= radix;
    blocks *= radix;
    double* const result = work;
    work = data;
    data = result;
  }
  return data;
}

void fourier_fold(const double* order, double phase_cosine, double phase_sine, bool conjugate, double* target) {
  for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
    const Complex harmonic = load_complex(order + lane);
    const Complex turned = rotated({harmonic.re, -harmonic.im}, phase_cosine, phase_sine);
    store_complex(target + lane, load_complex(target + lane) + (conjugate ? Complex{turned.re, -turned.im} : turned));
  }
}

void fourier_half(const double* bins, const double* unfolding, std::size_t count, double* spectrum) {
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
      Complex low = load_complex(bins + kElement * k + lane);
      Complex high = load_complex(bins + kElement * (count - k) + lane);
      high.im = -high.im;
      // The signal is the real part of the sum over the bins: a bin and its conjugate image each carry half of it.
      if (k == 0) {
        low = {low.re, Lanes{}};
        high = {high.re, Lanes{}};
      } else {
        low = 0.5 * low;
        high = 0.5 * high;
      }
      const Complex turned = rotated(low - high, unfolding[2 * k], unfolding[2 * k + 1]);
      store_complex(spectrum + kElement * k + lane, low + high + times_i(turned));
    }
}

void fourier_multiply(double* elements, const double* factors, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
      Complex product = rotated(load_complex(elements + kElement * k + lane), factors[2 * k], factors[2 * k + 1]);
      product.im = -product.im;
      store_complex(elements + kElement * k + lane, product);
    }
}

void fourier_real(const double* elements, const double* factors, std::size_t count, double* output) {
  for (std::size_t j = 0; j < count; ++j)
    for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
      const Complex value = load_complex(elements + kElement * j + lane);
      store(output + kGroup * j + lane, factors[2 * j] * value.re + factors[2 * j + 1] * value.im);
    }
}

}  // namespace gam::GAM_ISA
