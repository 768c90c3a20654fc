// Sine and cosine whose bits do not depend on the C library, for everything that reaches an output.
#pragma once

#include <cstdint>

namespace gam::kernels {

struct SineCosine {
  double sine;
  double cosine;
};

// Of an angle in degrees of any size; exact at multiples of 90, otherwise within 1 ulp or so of the true value of the given double.
SineCosine sine_cosine_degrees(double degrees);

// Of `numerator / denominator` turns; the angle is reduced in integers, so no digit is lost however large the numerator.
SineCosine sine_cosine_turns(std::int64_t numerator, std::int64_t denominator);

// Of `factor * degrees` without the rounding of the product; `factor` is an integer below 2^53.
SineCosine sine_cosine_multiple(double factor, double degrees);

}  // namespace gam::kernels
