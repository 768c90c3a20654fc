#include "kernels/elementary_angle.hpp"

#include <cmath>
#include <numbers>

namespace gam::kernels {
namespace {

// Taylor series on |x| <= pi/4: the first term left out is below 2^-60 of the sum.
double sine_near_zero(double x) {
  const double x2 = x * x;
  double sum = 0;
  for (int k = 17; k >= 3; k -= 2) sum = (1 + sum) * (-x2 / (k * (k - 1)));
  return x + x * sum;
}

double cosine_near_zero(double x) {
  const double x2 = x * x;
  double sum = 0;
  for (int k = 18; k >= 4; k -= 2) sum = (1 + sum) * (-x2 / (k * (k - 1)));
  return 1 - 0.5 * x2 * (1 + sum);
}

SineCosine in_quadrant(std::int64_t quadrant, double x) {
  const double sine = sine_near_zero(x);
  const double cosine = cosine_near_zero(x);
  switch (quadrant & 3) {
    case 0: return {sine, cosine};
    case 1: return {cosine, -sine};
    case 2: return {-sine, -cosine};
    default: return {-cosine, sine};
  }
}

// `high` degrees and a small rest; fmod and the subtraction are exact.
SineCosine reduced(double high, double rest) {
  const double within = std::fmod(high, 360.0);
  const double quadrant = std::nearbyint(within / 90.0);
  return in_quadrant(static_cast<std::int64_t>(quadrant), ((within - 90.0 * quadrant) + rest) * (std::numbers::pi / 180.0));
}

}  // namespace

SineCosine sine_cosine_degrees(double degrees) { return reduced(degrees, 0); }

SineCosine sine_cosine_multiple(double factor, double degrees) {
  const double product = factor * degrees;
  return reduced(product, std::fma(factor, degrees, -product));
}

SineCosine sine_cosine_turns(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t quarters = 4 * (numerator % denominator);
  const std::int64_t quadrant = (2 * quarters + (quarters < 0 ? -denominator : denominator)) / (2 * denominator);
  const std::int64_t rest = quarters - quadrant * denominator;
  return in_quadrant(quadrant, static_cast<double>(rest) / static_cast<double>(denominator) * (std::numbers::pi / 2));
}

}  // namespace gam::kernels
