#include "kernels/elementary_angle.hpp"

#include <cmath>
#include <numbers>

#include "check.hpp"

using namespace gam::kernels;

int main() {
  // Exact where the true value is.
  CHECK(sine_cosine_degrees(90).cosine == 0 && sine_cosine_degrees(90).sine == 1);
  CHECK(sine_cosine_degrees(-180).sine == 0 && sine_cosine_degrees(-180).cosine == -1);
  CHECK(sine_cosine_degrees(720.0 * 1000003).sine == 0);
  CHECK(sine_cosine_turns(-3, 4).sine == 1 && sine_cosine_turns(-3, 4).cosine == 0);

  for (int i = -2000; i <= 2000; ++i) {
    const double degrees = 0.1800001 * i;
    const auto [sine, cosine] = sine_cosine_degrees(degrees);
    const long double angle = static_cast<long double>(degrees) * std::numbers::pi_v<long double> / 180;
    CHECK(std::fabs(static_cast<double>(sine - std::sin(angle))) < 3e-16);
    CHECK(std::fabs(static_cast<double>(cosine - std::cos(angle))) < 3e-16);
    const auto turned = sine_cosine_turns(i, 3600);
    const long double turn = 2 * std::numbers::pi_v<long double> * i / 3600;
    CHECK(std::fabs(static_cast<double>(turned.sine - std::sin(turn))) < 3e-16);
    CHECK(std::fabs(static_cast<double>(turned.cosine - std::cos(turn))) < 3e-16);
  }
  // The rounding of the product does not count: 10^7 times 0.1 (as a double) degrees.
  const long double product = 1e7L * 0.1;
  const long double rest = std::fmod(product, 360.0L) * std::numbers::pi_v<long double> / 180;
  CHECK(std::fabs(static_cast<double>(sine_cosine_multiple(1e7, 0.1).sine - std::sin(rest))) < 3e-16);
}
