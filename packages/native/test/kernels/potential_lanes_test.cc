// Logarithm and angle against the C library in long double.
#define GAM_ISA lanes_test
#include "kernels/potential_lanes.hpp"

#include <cmath>
#include <cstdio>
#include <random>

#include "check.hpp"

using namespace gam::GAM_ISA;

int main() {
  std::mt19937_64 generator(3);
  std::uniform_real_distribution<double> exponent(-300, 300), ratio(-12, 12), one(0.5, 2);
  double worst_log = 0, worst_angle = 0;
  for (int i = 0; i < 400000; ++i) {
    const double value = i % 2 == 0 ? std::pow(10.0, exponent(generator)) : one(generator);
    const long double expected = std::log(static_cast<long double>(value));
    const double error = static_cast<double>(std::fabs(logarithm(all(value))[0] - expected));
    worst_log = std::fmax(worst_log, error / std::fmax(1e-16, static_cast<double>(std::fabs(expected))));
    const double a = std::pow(10.0, exponent(generator) / 4), b = a * std::pow(10.0, ratio(generator) / (1 + i % 5));
    const long double tangent = std::atan2(static_cast<long double>(a), static_cast<long double>(b));
    worst_angle = std::fmax(worst_angle, static_cast<double>(std::fabs(angle(all(a), all(b))[0] - tangent) / tangent));
  }
  std::printf("logarithm %.1e, angle %.1e of the value\n", worst_log, worst_angle);
  CHECK(worst_log < 4e-16 && worst_angle < 4e-16);
  CHECK(logarithm(all(1.0))[0] == 0);
  CHECK(angle(all(0.0), all(0.0))[0] == 0 && angle(all(0.0), all(5.0))[0] == 0);
  CHECK(angle(all(5.0), all(0.0))[0] == std::acos(0.0) && angle(all(7.0), all(7.0))[0] == std::atan(1.0));
  CHECK(sign_of(all(-0.0))[0] == kSignBit && sign_of(all(0.0))[0] == 0);
}
