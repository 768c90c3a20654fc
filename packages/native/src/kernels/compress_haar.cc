#include "kernels/compress_haar.hpp"

#include <algorithm>
#include <cmath>

namespace gam::kernels {
namespace {

constexpr double kRootHalf = 0.70710678118654752440;

// Lines of `count` elements, each of `width` doubles side by side; `old` has room for one of them.
void analyse(double* line, std::size_t count, std::size_t width, double* old) {
  for (std::size_t length = count; length > 1; length = (length + 1) / 2) {
    const std::size_t sums = (length + 1) / 2;
    std::copy_n(line, length * width, old);
    for (std::size_t i = 0; 2 * i + 1 < length; ++i) {
      const double *a = old + 2 * i * width, *b = a + width;
      double *sum = line + i * width, *difference = line + (sums + i) * width;
      for (std::size_t w = 0; w < width; ++w) {
        sum[w] = (a[w] + b[w]) * kRootHalf;
        difference[w] = (a[w] - b[w]) * kRootHalf;
      }
    }
    if (length % 2 == 1) std::copy_n(old + (length - 1) * width, width, line + (sums - 1) * width);
  }
}

void synthesise(double* line, std::size_t count, std::size_t width, double* old) {
  std::size_t lengths[64], levels = 0;
  for (std::size_t length = count; length > 1; length = (length + 1) / 2) lengths[levels++] = length;
  while (levels > 0) {
    const std::size_t length = lengths[--levels], sums = (length + 1) / 2;
    std::copy_n(line, length * width, old);
    for (std::size_t i = 0; 2 * i + 1 < length; ++i) {
      const double *sum = old + i * width, *difference = old + (sums + i) * width;
      double *a = line + 2 * i * width, *b = a + width;
      for (std::size_t w = 0; w < width; ++w) {
        a[w] = (sum[w] + difference[w]) * kRootHalf;
        b[w] = (sum[w] - difference[w]) * kRootHalf;
      }
    }
    if (length % 2 == 1) std::copy_n(old + (sums - 1) * width, width, line + (length - 1) * width);
  }
}

}  // namespace

void HaarBlock::forward(double* values) {
  const auto [nx, ny, nz] = shape_;
  for (std::size_t line = 0; line < ny * nz; ++line) analyse(values + line * nx, nx, 1, scratch_.data());
  for (std::size_t layer = 0; layer < nz; ++layer) analyse(values + layer * nx * ny, ny, nx, scratch_.data());
  analyse(values, nz, nx * ny, scratch_.data());
}

void HaarBlock::inverse(double* values) {
  const auto [nx, ny, nz] = shape_;
  for (std::size_t line = 0; line < ny * nz; ++line) synthesise(values + line * nx, nx, 1, scratch_.data());
  for (std::size_t layer = 0; layer < nz; ++layer) synthesise(values + layer * nx * ny, ny, nx, scratch_.data());
  synthesise(values, nz, nx * ny, scratch_.data());
}

}  // namespace gam::kernels
