// Elementary functions of vectors of doubles for the *.simd.cc files of the potential-field kernels.
//
// Branch-free; no operation mixes lanes and none is fused, so every level gives the same bits. Errors are within 2 ulp.
// Polynomials interpolate in Chebyshev nodes; what they leave out is below 1e-17 of the result.
#pragma once

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "kernels/harmonic_lanes.hpp"

namespace gam::GAM_ISA {

typedef std::int64_t Bits __attribute__((vector_size(kWidth * sizeof(std::int64_t))));

static inline Bits bits_of(Lanes value) { return reinterpret_cast<Bits>(value); }
static inline Lanes lanes_of(Bits bits) { return reinterpret_cast<Lanes>(bits); }
static inline Lanes all(double value) { return value - Lanes{}; }  // not Lanes{} + value, which loses the sign of -0

static inline constexpr std::int64_t kSignBit = std::int64_t{1} << 63;
static inline Bits sign_of(Lanes value) { return bits_of(value) & kSignBit; }
static inline Lanes magnitude(Lanes value) { return lanes_of(bits_of(value) & ~kSignBit); }
static inline Lanes signed_by(Bits sign, Lanes value) { return lanes_of(bits_of(value) ^ sign); }
static inline Lanes larger(Lanes a, Lanes b) { return a > b ? a : b; }

static inline Lanes square_root(Lanes value) {
#if defined(__AVX512F__)
  return _mm512_maskz_sqrt_pd(0xff, value);  // GCC 12 warns of an undefined operand in the unmasked one
#elif defined(__AVX2__)
  return _mm256_sqrt_pd(value);
#elif defined(__x86_64__)
  return _mm_sqrt_pd(value);
#else
  Lanes root;
  for (std::size_t i = 0; i < kWidth; ++i) root[i] = __builtin_sqrt(value[i]);
  return root;
#endif
}

// Natural logarithm of positive, finite, normal values. With value = 2^k m, sqrt(1/2) <= m < sqrt(2): log m = 2 atanh((m - 1) / (m + 1)).
static inline Lanes logarithm(Lanes value) {
  constexpr std::int64_t kRootHalf = 0x3fe6a09e667f3bcd, kOne = 0x3ff0000000000000;
  typedef std::uint64_t Unsigned __attribute__((vector_size(kWidth * sizeof(std::uint64_t))));
  const Unsigned biased = (reinterpret_cast<Unsigned>(value) + static_cast<std::uint64_t>(kOne - kRootHalf)) >> 52;
  const Lanes m = lanes_of(bits_of(value) - reinterpret_cast<Bits>(biased << 52) + kOne);
  const Lanes k = lanes_of(reinterpret_cast<Bits>(biased | 0x4330000000000000)) - (0x1p52 + 1023);
  const Lanes s = (m - 1.0) / (m + 1.0);
  const Lanes t = s * s, t2 = t * t;
  const Lanes even = 0.666666666666667 + t2 * (0.28571428625975487 + t2 * (0.18182889125261723 + t2 * 0.14616449685043406));
  const Lanes odd = 0.39999999999899505 + t2 * (0.2222221113479508 + t2 * 0.15331721600556042);
  const Lanes rest = s * (t * (even + t * odd)) + k * 1.9082149292705877e-10;
  return k * 0.6931471803691238 + (2.0 * s + rest);  // the first factor has 32 bits: the product is exact
}

// Angle in 0 .. pi/2 whose tangent is numerator / denominator, both >= 0 and finite; 0 where the numerator is 0.
static inline Lanes angle(Lanes numerator, Lanes denominator) {
  const Bits steep = numerator > denominator;
  const Lanes least = steep ? denominator : numerator;
  const Lanes most = steep ? numerator : denominator;
  // atan(t) = pi/4 + atan((t - 1) / (t + 1)) keeps the argument below sqrt(2) - 1
  const Bits middle = least > most * 0.41421356237309503;
  const Lanes above = middle ? least - most : least;
  const Lanes below = middle ? least + most : most;
  const Lanes z = above / larger(below, all(0x1p-1000));
  const Lanes t = z * z, t2 = t * t;
  const Lanes even = -0.3333333333333333 +
                     t2 * (-0.14285714284666542 +
                           t2 * (-0.09090904578123903 + t2 * (-0.06664511447381948 + t2 * (-0.0508544973794026 + t2 * -0.01917688711906226))));
  const Lanes odd = 0.1999999999999552 +
                    t2 * (0.11111111015256361 + t2 * (0.07692183190826087 + t2 * (0.0585814891280221 + t2 * 0.03923165829558719)));
  const Lanes folded = z + z * (t * (even + t * odd));
  const Lanes shallow = middle ? 0.78539816339744828 + (folded + 3.061616997868383e-17) : folded;
  return steep ? 1.5707963267948966 - (shallow - 6.123233995736766e-17) : shallow;
}

}  // namespace gam::GAM_ISA
