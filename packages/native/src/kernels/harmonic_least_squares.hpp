// Dense least squares for one order and parity. A vector over parallels is padded with zeros to a multiple of eight, and
// every sum runs in eight interleaved partial sums that are added in one fixed way.
#pragma once

#include <cstddef>
#include <vector>

#include "runtime/dispatch.hpp"

namespace gam::kernels {

// Columns of a weighted design matrix: column k at columns + k * stride, `length` values (a multiple of 8).
struct DesignMatrix {
  const double* columns;
  std::size_t stride, count, length;
};

class NormalEquations {
 public:
  // Factorises A'A; false if it is not positive definite to working precision.
  bool factorise(const DesignMatrix& matrix);
  // In place, A'A x = right-hand side.
  void solve(std::vector<double>& x) const;

 private:
  std::size_t count_ = 0, stride_ = 0;
  std::vector<double> gram_, factor_;  // row k: its elements 0 .. k, then zeros
};

// x = (A'A)^-1 A' b with one step of refinement; A'A is `diagonal` times one if `normal` is null. b becomes the residual.
std::vector<double> least_squares(const DesignMatrix& matrix, const NormalEquations* normal, double diagonal, std::vector<double>& b);

}  // namespace gam::kernels

GAM_DECLARE_FOR_EACH_ISA(
    double lanes_dot(const double* a, const double* b, std::size_t length);
    void lanes_add_scaled(double* target, double factor, const double* from, std::size_t length);
    // Lower triangle of the products of all columns, row k at gram + k * gram_stride.
    void lanes_gram(const gam::kernels::DesignMatrix& matrix, double* gram, std::size_t gram_stride))
