#include "kernels/harmonic_least_squares.hpp"

#include <cmath>

namespace gam::kernels {
namespace {

// A pivot this small beside its diagonal element is rounding, not information.
constexpr double kSmallestPivot = 1e-12;

std::size_t padded(std::size_t length) { return (length + 7) / 8 * 8; }

}  // namespace

bool NormalEquations::factorise(const DesignMatrix& matrix) {
  count_ = matrix.count;
  stride_ = padded(count_);
  gram_.assign(count_ * stride_, 0.0);
  factor_.assign(count_ * stride_, 0.0);
  GAM_DISPATCH(lanes_gram, matrix, gram_.data(), stride_);
  for (std::size_t row = 0; row < count_; ++row) {
    double* const own = &factor_[row * stride_];
    for (std::size_t column = 0; column <= row; ++column) {
      const double* const other = &factor_[column * stride_];
      const double rest = gram_[row * stride_ + column] - GAM_DISPATCH(lanes_dot, own, other, padded(column));
      if (column < row)
        own[column] = rest / other[column];
      else if (rest > kSmallestPivot * gram_[row * stride_ + row])
        own[row] = std::sqrt(rest);
      else
        return false;
    }
  }
  return true;
}

void NormalEquations::solve(std::vector<double>& x) const {
  x.resize(stride_, 0.0);
  for (std::size_t row = 0; row < count_; ++row) {
    const double* const own = &factor_[row * stride_];
    double rest = x[row];
    for (std::size_t column = 0; column < row; ++column) rest -= own[column] * x[column];
    x[row] = rest / own[row];
  }
  for (std::size_t row = count_; row-- > 0;) {
    const double* const own = &factor_[row * stride_];
    x[row] /= own[row];
    for (std::size_t column = 0; column < row; ++column) x[column] -= own[column] * x[row];
  }
  x.resize(count_);
}

std::vector<double> least_squares(const DesignMatrix& matrix, const NormalEquations* normal, double diagonal, std::vector<double>& b) {
  std::vector<double> x(matrix.count, 0.0);
  for (int round = 0; round < 2; ++round) {
    std::vector<double> change(matrix.count);
    for (std::size_t k = 0; k < matrix.count; ++k)
      change[k] = GAM_DISPATCH(lanes_dot, matrix.columns + k * matrix.stride, b.data(), matrix.length);
    if (normal != nullptr)
      normal->solve(change);
    else
      for (double& value : change) value /= diagonal;
    for (std::size_t k = 0; k < matrix.count; ++k) {
      x[k] += change[k];
      GAM_DISPATCH(lanes_add_scaled, b.data(), -change[k], matrix.columns + k * matrix.stride, matrix.length);
    }
  }
  return x;
}

}  // namespace gam::kernels
