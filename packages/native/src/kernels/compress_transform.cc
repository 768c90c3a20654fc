#include "kernels/compress_transform.hpp"

#include <algorithm>

namespace gam::kernels {
namespace {

constexpr std::size_t kLines = 8;  // along easting, that go together

}  // namespace

BlockTransform::Axis::Axis(std::span<const double> matrix, std::size_t count) : basis(matrix) {
  for (std::size_t k = 0; k < count; ++k) {
    std::size_t first = k * count, last = (k + 1) * count;
    while (first < last && matrix[first] == 0) ++first;
    while (last > first && matrix[last - 1] == 0) --last;
    begin.push_back(first - k * count);
    end.push_back(last - k * count);
  }
}

BlockTransform::BlockTransform(const BlockShape& shape, const BlockBases& bases)
    : shape_(shape), easting_(bases.easting, shape.easting), northing_(bases.northing, shape.northing), layers_(bases.layers, shape.layers) {}

void BlockTransform::apply(const Axis& axis, bool inverse, std::size_t width, const double* in, double* out) const {
  GAM_DISPATCH(compress_axis, axis.basis.data(), axis.begin.data(), axis.end.data(), axis.count(), width, inverse, in, out);
}

void BlockTransform::transform(bool inverse, double* values, double* scratch) const {
  const auto [nx, ny, nz] = shape_;
  double* block = scratch;
  double* bundle = scratch + shape_.size();
  for (std::size_t line = 0; line < ny * nz; line += kLines) {
    const std::size_t lines = std::min(kLines, ny * nz - line);
    for (std::size_t l = 0; l < lines; ++l)
      for (std::size_t i = 0; i < nx; ++i) bundle[i * lines + l] = values[(line + l) * nx + i];
    apply(easting_, inverse, lines, bundle, bundle + kLines * nx);
    for (std::size_t l = 0; l < lines; ++l)
      for (std::size_t i = 0; i < nx; ++i) values[(line + l) * nx + i] = bundle[kLines * nx + i * lines + l];
  }
  for (std::size_t layer = 0; layer < nz; ++layer) apply(northing_, inverse, nx, values + layer * nx * ny, block + layer * nx * ny);
  apply(layers_, inverse, nx * ny, block, values);
}

void BlockTransform::forward(double* values, double* scratch) const { transform(false, values, scratch); }

void BlockTransform::inverse(double* values, double* scratch) const { transform(true, values, scratch); }

}  // namespace gam::kernels
