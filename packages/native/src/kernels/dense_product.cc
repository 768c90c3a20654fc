#include "kernels/dense_product.hpp"

#include <algorithm>
#include <vector>

namespace gam::kernels {
namespace {

// Parts of a sum over rows; few, because each has a vector of its own.
constexpr std::size_t kMaxParts = 16, kRowsPerPart = 32;
constexpr std::size_t kColumnsPerPart = 1 << 14;

// Successive rows by fours. The last ones of the matrix, if fewer, are completed with rows of zeros.
class RowBlocks {
 public:
  explicit RowBlocks(const DenseMatrix& matrix) : matrix_(matrix), full_(matrix.rows / kDenseRows) {
    const std::size_t rest = matrix.rows % kDenseRows;
    if (rest == 0) return;
    last_.assign(kDenseRows * matrix.cols, 0.0F);
    std::copy_n(matrix.values.data() + full_ * kDenseRows * matrix.cols, rest * matrix.cols, last_.data());
  }
  std::size_t count() const { return full_ + (last_.empty() ? 0 : 1); }
  const float* operator[](std::size_t block) const {
    return block < full_ ? matrix_.values.data() + block * kDenseRows * matrix_.cols : last_.data();
  }
  // The values of `vector` that belong to the rows of a block; 0 beyond the last row.
  void gather(std::span<const double> vector, std::size_t block, double* values) const {
    for (std::size_t r = 0; r < kDenseRows; ++r) values[r] = block * kDenseRows + r < matrix_.rows ? vector[block * kDenseRows + r] : 0;
  }

 private:
  const DenseMatrix& matrix_;
  std::size_t full_;
  std::vector<float> last_;
};

// out = what visit(block, sum) adds to sum, over all blocks.
template <typename Visit>
void sum_over_rows(const runtime::Job& job, const RowBlocks& blocks, const DenseMatrix& matrix, std::span<double> out, Visit&& visit) {
  const std::size_t parts = std::clamp<std::size_t>(matrix.rows / kRowsPerPart, 1, kMaxParts);
  std::vector<std::vector<double>> partial(parts);
  job.parallel(parts, [&](std::size_t part, unsigned) {
    partial[part].assign(matrix.cols, 0.0);
    for (std::size_t block = blocks.count() * part / parts; block < blocks.count() * (part + 1) / parts; ++block) {
      job.check();
      visit(block, partial[part].data());
    }
  });
  job.parallel((matrix.cols + kColumnsPerPart - 1) / kColumnsPerPart, [&](std::size_t stripe, unsigned) {
    const std::size_t first = stripe * kColumnsPerPart, end = std::min(matrix.cols, first + kColumnsPerPart);
    std::copy(partial[0].begin() + static_cast<std::ptrdiff_t>(first), partial[0].begin() + static_cast<std::ptrdiff_t>(end),
              out.begin() + static_cast<std::ptrdiff_t>(first));
    for (std::size_t part = 1; part < parts; ++part)
      for (std::size_t j = first; j < end; ++j) out[j] += partial[part][j];
  });
}

}  // namespace

void dense_apply(const runtime::Job& job, const DenseMatrix& matrix, std::span<const double> x, std::span<double> out) {
  const RowBlocks blocks(matrix);
  constexpr std::size_t kBlocksPerPart = 16;
  job.parallel((blocks.count() + kBlocksPerPart - 1) / kBlocksPerPart, [&](std::size_t part, unsigned) {
    for (std::size_t block = part * kBlocksPerPart; block < std::min(blocks.count(), (part + 1) * kBlocksPerPart); ++block) {
      double sums[kDenseRows];
      GAM_DISPATCH(dense_dots, blocks[block], matrix.cols, x.data(), sums);
      for (std::size_t r = 0; r < kDenseRows && block * kDenseRows + r < matrix.rows; ++r) out[block * kDenseRows + r] = sums[r];
    }
  });
}

void dense_adjoint(const runtime::Job& job, const DenseMatrix& matrix, std::span<const double> y, bool squared, std::span<double> out) {
  const RowBlocks blocks(matrix);
  sum_over_rows(job, blocks, matrix, out, [&](std::size_t block, double* sum) {
    double factors[kDenseRows];
    blocks.gather(y, block, factors);
    GAM_DISPATCH(dense_add, blocks[block], matrix.cols, factors, squared, sum);
  });
}

void dense_normal(const runtime::Job& job, const DenseMatrix& matrix, std::span<const double> x, std::span<const double> weights,
                  std::span<double> out) {
  const RowBlocks blocks(matrix);
  sum_over_rows(job, blocks, matrix, out, [&](std::size_t block, double* sum) {
    double data[kDenseRows], factors[kDenseRows];
    GAM_DISPATCH(dense_dots, blocks[block], matrix.cols, x.data(), data);
    if (!weights.empty()) {
      blocks.gather(weights, block, factors);
      for (std::size_t r = 0; r < kDenseRows; ++r) data[r] *= factors[r];
    }
    GAM_DISPATCH(dense_add, blocks[block], matrix.cols, data, false, sum);  // the rows are still in the cache
  });
}

}  // namespace gam::kernels
