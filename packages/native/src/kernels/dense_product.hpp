// Products with a matrix of single-precision coefficients, row-major, and vectors of doubles. Every product and sum is double.
//
// Sums over rows are made in a fixed number of parts, each over successive rows in order, and the parts are added in order:
// the bits do not depend on the number of threads.
#pragma once

#include <span>

#include "runtime/dispatch.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

struct DenseMatrix {
  std::size_t rows, cols;
  std::span<const float> values;
};

// out = A x
void dense_apply(const runtime::Job& job, const DenseMatrix& matrix, std::span<const double> x, std::span<double> out);

// out_j = sum_i y_i A_ij, or A_ij^2
void dense_adjoint(const runtime::Job& job, const DenseMatrix& matrix, std::span<const double> y, bool squared, std::span<double> out);

// out = A' (weights * (A x)), reading the matrix from memory once. No weights: 1.
void dense_normal(const runtime::Job& job, const DenseMatrix& matrix, std::span<const double> x, std::span<const double> weights,
                  std::span<double> out);

inline constexpr std::size_t kDenseRows = 4;  // rows that go together

}  // namespace gam::kernels

GAM_DECLARE_FOR_EACH_ISA(
    // sums_r = row_r . x for kDenseRows successive rows; column j adds to lane j % 8 of eight.
    void dense_dots(const float* rows, std::size_t cols, const double* x, double* sums);
    // out += sum_r factors_r row_r (or row_r^2) over kDenseRows successive rows.
    void dense_add(const float* rows, std::size_t cols, const double* factors, bool squared, double* out))
