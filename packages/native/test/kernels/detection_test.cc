#include <algorithm>
#include <cmath>
#include <vector>

#include "check.hpp"
#include "kernels/component_labels.hpp"
#include "kernels/surrogate_maxima.hpp"

using namespace gam::kernels;

// Smoothing keeps the sum of what comes round, and a constant away from the edge; a bump spreads by the variance asked for.
static void smoothing() {
  const std::size_t n = 120;
  std::vector<double> field(n * n), work(n * n);
  field[60 * n + 60] = 1;
  const double deviation = 4.3;
  smooth({n, n, true, {}}, deviation, field, work);
  double sum = 0, variance_rows = 0, variance_cols = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double y = static_cast<double>(i) - 60, x = static_cast<double>(j) - 60;
      sum += field[i * n + j];
      variance_rows += field[i * n + j] * y * y;
      variance_cols += field[i * n + j] * x * x;
    }
  CHECK(std::fabs(sum - 1) < 1e-12);
  CHECK(std::fabs(variance_rows - deviation * deviation) < 1e-9);
  CHECK(std::fabs(variance_cols - deviation * deviation) < 1e-9);
}

static void surrogates(bool wrap, std::size_t rows, std::size_t cols) {
  std::vector<float> normal(rows * cols), even(rows * cols), odd(rows * cols);
  for (std::size_t i = 0; i < normal.size(); ++i) normal[i] = static_cast<float>(std::sin(static_cast<double>(i * i % 911)));
  normal[3] = std::nanf("");
  std::vector<double> marginal = {-6, 6}, scales = {1, 2}, windows = {4, 5}, stretch(rows, 2.5);
  const std::vector<std::uint8_t> mask(rows * cols, 1);
  const gam::runtime::Job job(3);
  const SurrogatePlan plan(job, {rows, cols, wrap, 9, normal, marginal, mask});
  SurrogatePlan::Workspace workspace(plan);
  plan.draw(1, workspace, even, odd);
  for (const float value : even) CHECK(std::isfinite(value));
  const BandPlan bands(job, {rows, cols, wrap, wrap ? std::span<const double>(stretch) : std::span<const double>()}, scales, windows, mask);
  const std::vector<double> probabilities = {0, 0.5, 1};
  std::vector<double> positive(2 * 5), negative(2 * 5), quantiles(3 * 2 * 5);
  surrogate_maxima(job, plan, bands, 5, probabilities, positive, negative, quantiles);
  for (std::size_t k = 0; k < 10; ++k) CHECK(quantiles[3 * k] <= quantiles[3 * k + 1] && quantiles[3 * k + 1] <= quantiles[3 * k + 2]);
  // A line of a few cells that comes round has no band: its Gaussians are all as wide as it can hold.
  for (const double value : positive) CHECK(value > 0 || (value == 0 && std::min(rows, cols) == 1));
  for (const double value : negative) CHECK(value > 0 || (value == 0 && std::min(rows, cols) == 1));
}

static void labels() {
  const std::vector<float> score = {5, 0, 5, -5, -5, 0, 0, 0, 5};
  std::vector<std::int32_t> found(9);
  CHECK(component_labels(score, 3, 3, 1, 2, false, found) == 4);
  CHECK(component_labels(score, 3, 3, 1, 2, true, found) == 3);
  CHECK(component_labels({}, 0, 0, 1, 2, true, {}) == 0);
}

int main() {
  smoothing();
  for (const bool wrap : {false, true}) {
    surrogates(wrap, 17, 24);
    surrogates(wrap, 1, 9);
    surrogates(wrap, 7, 1);
  }
  labels();
}
