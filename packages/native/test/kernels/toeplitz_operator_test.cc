#include "kernels/toeplitz_operator.hpp"

#include <cmath>
#include <random>
#include <vector>

#include "check.hpp"

using namespace gam::kernels;

// Apply and adjoint against the sums they stand for; the same bits with other threads.
static void compare(std::size_t nx, std::size_t ny, std::size_t layers, std::size_t px, std::size_t py) {
  std::mt19937 generator(5);
  std::uniform_real_distribution<double> random(-1, 1);
  const auto fill = [&](std::size_t count) {
    std::vector<double> values(count);
    for (double& value : values) value = random(generator);
    return values;
  };
  const std::size_t columns = nx + px - 1, rows = ny + py - 1;
  const ToeplitzShape shape{nx, ny, layers, px, py, toeplitz_length(columns), toeplitz_length(rows)};
  const std::vector<double> table = fill(layers * columns * rows), model = fill(layers * nx * ny), data = fill(px * py);
  std::vector<double> applied(px * py, 0.0), back(model.size(), 0.0);
  for (std::size_t q = 0; q < py; ++q)
    for (std::size_t p = 0; p < px; ++p)
      for (std::size_t k = 0; k < layers; ++k)
        for (std::size_t j = 0; j < ny; ++j)
          for (std::size_t i = 0; i < nx; ++i) {
            const double coefficient = table[(k * rows + j + py - 1 - q) * columns + i + px - 1 - p];
            applied[q * px + p] += coefficient * model[(k * ny + j) * nx + i];
            back[(k * ny + j) * nx + i] += coefficient * data[q * px + p];
          }
  for (const bool single : {false, true}) {
    std::vector<float> singles(single ? shape.spectra_size() : 0);
    std::vector<double> doubles(single ? 0 : shape.spectra_size());
    const ToeplitzSpectra spectra{singles, doubles};
    toeplitz_spectra(gam::runtime::Job(2), shape, table, spectra);
    std::vector<double> out(px * py), model_out(model.size()), again(px * py), model_again(model.size());
    toeplitz_apply(gam::runtime::Job(1), shape, spectra, model, out);
    toeplitz_apply(gam::runtime::Job(3), shape, spectra, model, again);
    toeplitz_adjoint(gam::runtime::Job(1), shape, spectra, data, model_out);
    toeplitz_adjoint(gam::runtime::Job(3), shape, spectra, data, model_again);
    CHECK(out == again && model_out == model_again);
    const double tolerance = single ? 3e-6 * std::sqrt(static_cast<double>(layers * nx * ny + px * py)) : 1e-12 * static_cast<double>(layers * nx * ny + px * py);
    for (std::size_t i = 0; i < out.size(); ++i) CHECK(std::fabs(out[i] - applied[i]) < tolerance);
    for (std::size_t i = 0; i < back.size(); ++i) CHECK(std::fabs(model_out[i] - back[i]) < tolerance);
  }
}

int main() {
  compare(1, 1, 1, 1, 1);
  compare(9, 7, 3, 9, 7);
  compare(8, 11, 9, 3, 5);
  compare(5, 4, 2, 12, 37);
  compare(16, 3, 17, 1, 20);
  CHECK(toeplitz_length(7) == 8 && toeplitz_length(99) == 100 && toeplitz_length(399) == 400 && toeplitz_length(0) == 1);
}
