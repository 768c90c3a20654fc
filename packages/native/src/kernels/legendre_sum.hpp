// Sums over degree of coefficients times normalised Legendre functions of one order, at many latitudes.
//
// Recursion: with e_n = sqrt((n^2 - m^2) / (4 n^2 - 1)), t P_{n-1} = e_n P_n + e_{n-1} P_{n-2} (4-pi normalised, t = sine of
// the latitude). Scaling P_n = k_n p_n by k_n = k_{n-2} e_{n-1} / e_n turns it into p_n = a_n t p_{n-1} - p_{n-2}: one
// coefficient per degree, and the scale moves into the coefficients of the sums. The attenuation s^n goes along:
// p_n = a_n (t s) p_{n-1} - s^2 p_{n-2}.
// Range: the sectoral start underflows by thousands of decades towards the poles, so each lane carries a power of 2^256
// until its function has grown into the range of a double; what it would have added before is below 1e-60 of the rest.
#pragma once

#include <cstddef>

#include "runtime/dispatch.hpp"

namespace gam::kernels {

inline constexpr double kLegendreScale = 0x1p256;
inline constexpr std::size_t kLegendreStride = 8;  // degrees between two looks at the scale; tables are padded to it
inline constexpr std::size_t kLegendreBlock = 32;  // lanes come in multiples of this

// Latitudes of one call, arrays of `lanes`. The value of the sectoral function is start * kLegendreScale^scale, scale <= 0.
struct LegendreLanes {
  std::size_t lanes;
  const double* sine_attenuation;     // t s
  const double* attenuation_squared;  // s^2
  const double* start;
  const double* scale;
};

}  // namespace gam::kernels

// legendre_sum
//   records: for each of `degrees` (a multiple of kLegendreStride) degrees from m on: the recursion coefficient of the next
//   degree, then one coefficient for each of `sums` (2 or 6) sums.
//   out: [2 * sum + parity of n - m][lane].
// legendre_table: the functions themselves
//   records: for each degree the recursion coefficient of the next one and the scale k_n.
//   out: [n - m][lane].
GAM_DECLARE_FOR_EACH_ISA(void legendre_sum(const double* records, std::size_t degrees, std::size_t sums,
                                           const gam::kernels::LegendreLanes& lanes, double* out);
                         void legendre_table(const double* records, std::size_t degrees, const gam::kernels::LegendreLanes& lanes,
                                             double* out))
