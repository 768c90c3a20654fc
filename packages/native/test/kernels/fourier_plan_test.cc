#include "kernels/fourier_plan.hpp"

#include <cmath>
#include <numbers>

#include "check.hpp"

using namespace gam::kernels;

// The plan against the sum it stands for.
static void compare(std::size_t columns, double first, double step, std::size_t max_order) {
  const FourierPlan plan(columns, first, step, max_order);
  std::vector<double> orders(16 * (max_order + 1)), output(plan.output_size()), scratch(plan.scratch_size());
  for (std::size_t i = 0; i < orders.size(); ++i) orders[i] = std::sin(static_cast<double>(i * i % 1009));
  plan.evaluate(orders.data(), output.data(), scratch.data());
  for (std::size_t j = 0; j < columns; ++j)
    for (std::size_t lane = 0; lane < 8; ++lane) {
      long double expected = 0;
      for (std::size_t m = 0; m <= max_order; ++m) {
        const long double angle =
            static_cast<long double>(m) * (first + static_cast<long double>(step) * j) * std::numbers::pi_v<long double> / 180;
        expected += orders[16 * m + lane] * std::cos(angle) + orders[16 * m + 8 + lane] * std::sin(angle);
      }
      CHECK(std::fabs(static_cast<double>(output[8 * j + lane] - expected)) < 1e-12 * static_cast<double>(max_order + 1));
    }
}

int main() {
  for (const std::size_t circle : {1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 26, 30, 49, 72, 121, 360})
    for (const std::size_t max_order : {0, 1, 5, 40}) compare(circle, -179.95, 360.0 / static_cast<double>(circle), max_order);
  compare(19, -180, 20, 30);            // seam column twice
  compare(17, 3.5, 360.0 / 17, 40);     // primes: the chirp transform
  compare(202, 0, 360.0 / 202, 150);
  compare(25, 100.25, 0.07, 60);        // a step that does not divide the circle
  compare(25, 100.25, 0.1, 60);         // part of a circle
}
