#include "kernels/dense_product.hpp"

#include <cmath>
#include <random>
#include <vector>

#include "check.hpp"

using namespace gam::kernels;

// Every product against the sums it stands for; the same bits with other threads.
static void compare(std::size_t rows, std::size_t cols) {
  std::mt19937 generator(11);
  std::uniform_real_distribution<double> random(-1, 1);
  std::vector<float> values(rows * cols);
  for (float& value : values) value = static_cast<float>(random(generator));
  std::vector<double> x(cols), y(rows), data(rows), adjoint(cols), squares(cols), normal(cols), again(cols), plain(cols);
  for (double& value : x) value = random(generator);
  for (double& value : y) value = random(generator);
  const DenseMatrix matrix{rows, cols, values};
  const gam::runtime::Job one(1), three(3);
  dense_apply(three, matrix, x, data);
  dense_adjoint(three, matrix, y, false, adjoint);
  dense_adjoint(three, matrix, y, true, squares);
  dense_normal(three, matrix, x, y, normal);
  dense_normal(one, matrix, x, y, again);
  CHECK(normal == again);
  dense_normal(one, matrix, x, {}, plain);
  const double tolerance = 1e-14 * static_cast<double>(rows + cols);
  for (std::size_t i = 0; i < rows; ++i) {
    long double sum = 0;
    for (std::size_t j = 0; j < cols; ++j) sum += static_cast<long double>(values[i * cols + j]) * x[j];
    CHECK(std::fabs(static_cast<double>(sum) - data[i]) < tolerance);
  }
  for (std::size_t j = 0; j < cols; ++j) {
    long double back = 0, square = 0, weighted = 0, unweighted = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const long double value = values[i * cols + j];
      back += value * y[i];
      square += value * value * y[i];
      weighted += value * y[i] * data[i];
      unweighted += value * data[i];
    }
    CHECK(std::fabs(static_cast<double>(back) - adjoint[j]) < tolerance);
    CHECK(std::fabs(static_cast<double>(square) - squares[j]) < tolerance);
    CHECK(std::fabs(static_cast<double>(weighted) - normal[j]) < 10 * tolerance);
    CHECK(std::fabs(static_cast<double>(unweighted) - plain[j]) < 10 * tolerance);
  }
}

int main() {
  for (const std::size_t rows : {1, 3, 4, 5, 64, 131})
    for (const std::size_t cols : {1, 7, 8, 9, 40, 333}) compare(rows, cols);
}
