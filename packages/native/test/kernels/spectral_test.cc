#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "check.hpp"
#include "kernels/spectral_fill.hpp"
#include "kernels/spectral_filter.hpp"

using namespace gam::kernels;

static double noise(std::size_t i) { return std::sin(static_cast<double>(i * i % 1009) + 0.3); }

// The transform against the sum it stands for, and there and back.
static void transform(std::size_t rows, std::size_t cols) {
  const gam::runtime::Job job(2);
  std::vector<double> values(rows * cols), spectrum(2 * rows * (cols / 2 + 1)), back(rows * cols);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = noise(i);
  spectral_forward(job, rows, cols, values, spectrum);
  const std::size_t half = cols / 2 + 1;
  for (std::size_t m = 0; m < rows; m += 1 + rows / 5)
    for (std::size_t n = 0; n < half; n += 1 + half / 5) {
      double re = 0, im = 0;
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < cols; ++c) {
          const double turn = static_cast<double>(m * r % rows) / static_cast<double>(rows) + static_cast<double>(n * c % cols) / static_cast<double>(cols);
          re += values[r * cols + c] * std::cos(2 * std::numbers::pi * turn);
          im -= values[r * cols + c] * std::sin(2 * std::numbers::pi * turn);
        }
      const double bound = 1e-13 * static_cast<double>(rows * cols) + 1e-13;
      CHECK(std::fabs(spectrum[2 * (m * half + n)] - re) < bound);
      CHECK(std::fabs(spectrum[2 * (m * half + n) + 1] - im) < bound);
    }
  spectral_inverse(job, rows, cols, spectrum, back);
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(std::fabs(back[i] - values[i]) < 1e-13);
}

// A wave along the columns is attenuated as exp(-k h) however many threads work; a gap stays one.
static void continuation() {
  const std::size_t rows = 37, cols = 48;
  std::vector<float> values(rows * cols), one(rows * cols), many(rows * cols);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(std::cos(2 * std::numbers::pi * 3 * static_cast<double>(i % cols) / cols));
  const std::vector<double> steps{kContinuation, 2, 0, 0, 0, 0, 0, 0};
  const SpectralRequest request{values, {rows, rows, 0}, {cols, cols, 0}, 1, 1, steps, false, 1, 0, 0};
  spectral_filter(gam::runtime::Job(1), request, one);
  spectral_filter(gam::runtime::Job(3), request, many);
  const double gain = std::exp(-2 * std::numbers::pi * 3 / cols * 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    CHECK(std::fabs(one[i] - gain * values[i]) < 1e-6);
    CHECK(one[i] == many[i]);
  }
  values[100] = std::numeric_limits<float>::quiet_NaN();
  const SpectralRequest padded{values, {rows, 60, 11}, {cols, 72, 12}, 1, 1, steps, true, 1, 0, 0};
  const auto outcome = spectral_filter(gam::runtime::Job(2), padded, one);
  CHECK(outcome.filled == 1);
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(std::isnan(one[i]) == (i == 100));
  spectral_filter(gam::runtime::Job(2), padded, values);  // in place
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(i == 100 ? std::isnan(values[i]) : values[i] == one[i]);
}

// What is known stays, a constant fills with itself, nothing stays nothing.
static void gaps() {
  const gam::runtime::Job job(2);
  std::vector<double> values(33 * 20, 4.5);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (i % 7 != 0) values[i] = std::numeric_limits<double>::quiet_NaN();
  fill_gaps(job, values, 33, 20);
  for (const double value : values) CHECK(std::fabs(value - 4.5) < 1e-14);
  std::vector<double> nothing(6, std::numeric_limits<double>::quiet_NaN());
  fill_gaps(job, nothing, 2, 3);
  for (const double value : nothing) CHECK(std::isnan(value));
}

int main() {
  for (const std::size_t rows : {1, 2, 5, 16, 17, 40}) 
    for (const std::size_t cols : {1, 2, 3, 8, 15, 17, 19, 34, 48}) transform(rows, cols);
  continuation();
  gaps();
}
