#include "kernels/harmonic_least_squares.hpp"

#include "kernels/harmonic_lanes.hpp"

namespace gam::GAM_ISA {
namespace {

constexpr std::size_t kVectors = kGroup / kWidth;

double total(const double* partial) {
  return ((partial[0] + partial[4]) + (partial[2] + partial[6])) + ((partial[1] + partial[5]) + (partial[3] + partial[7]));
}

// Products of `rows` x `columns` neighbouring columns of the matrix at once, so that each load serves several of them.
template <std::size_t rows, std::size_t columns>
void gram_block(const kernels::DesignMatrix& matrix, std::size_t row, std::size_t column, double* gram, std::size_t gram_stride) {
  Lanes sum[rows][columns][kVectors] = {};
  for (std::size_t i = 0; i < matrix.length; i += kGroup)
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) {
      Lanes left[rows], right[columns];
#pragma GCC unroll 4
      for (std::size_t r = 0; r < rows; ++r) left[r] = load(matrix.columns + (row + r) * matrix.stride + i + v * kWidth);
#pragma GCC unroll 4
      for (std::size_t c = 0; c < columns; ++c) right[c] = load(matrix.columns + (column + c) * matrix.stride + i + v * kWidth);
#pragma GCC unroll 4
      for (std::size_t r = 0; r < rows; ++r)
#pragma GCC unroll 4
        for (std::size_t c = 0; c < columns; ++c) sum[r][c][v] += left[r] * right[c];
    }
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      double partial[kGroup];
      for (std::size_t v = 0; v < kVectors; ++v) store(partial + v * kWidth, sum[r][c][v]);
      gram[(row + r) * gram_stride + column + c] = total(partial);
    }
}

}  // namespace

double lanes_dot(const double* a, const double* b, std::size_t length) {
  double partial[kGroup] = {};
  for (std::size_t i = 0; i < length; i += kGroup)
    for (std::size_t lane = 0; lane < kGroup; ++lane) partial[lane] += a[i + lane] * b[i + lane];
  return total(partial);
}

void lanes_add_scaled(double* target, double factor, const double* from, std::size_t length) {
  for (std::size_t i = 0; i < length; ++i) target[i] += factor * from[i];
}

void lanes_gram(const kernels::DesignMatrix& matrix, double* gram, std::size_t gram_stride) {
  constexpr std::size_t block = 4;
  const std::size_t whole = matrix.count / block * block;
  for (std::size_t row = 0; row < matrix.count; row += row < whole ? block : 1)
    for (std::size_t column = 0; column <= row; column += row < whole ? block : 1)
      if (row < whole)
        gram_block<block, block>(matrix, row, column, gram, gram_stride);
      else
        gram_block<1, 1>(matrix, row, column, gram, gram_stride);
}

}  // namespace gam::GAM_ISA
