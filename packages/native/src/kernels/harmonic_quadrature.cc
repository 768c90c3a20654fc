#include "kernels/harmonic_quadrature.hpp"

#include "kernels/elementary_angle.hpp"

namespace gam::kernels {

std::vector<double> latitude_weights(std::size_t rows, bool with_poles) {
  const std::size_t intervals = with_poles ? rows - 1 : rows;
  std::vector<double> weights(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    double sum = 1;
    for (std::size_t k = 1; 2 * k <= intervals; ++k) {
      // Twice k times the colatitude.
      const auto angle = with_poles ? sine_cosine_turns(static_cast<std::int64_t>(k * row), static_cast<std::int64_t>(intervals))
                                    : sine_cosine_turns(static_cast<std::int64_t>(k * (2 * row + 1)), static_cast<std::int64_t>(2 * rows));
      const double share = with_poles && 2 * k == intervals ? 1 : 2;
      sum -= share * angle.cosine / (4 * static_cast<double>(k) * static_cast<double>(k) - 1);
    }
    const bool pole = with_poles && (row == 0 || row + 1 == rows);
    weights[row] = (pole ? 1 : 2) * sum / static_cast<double>(intervals);
  }
  return weights;
}

}  // namespace gam::kernels
