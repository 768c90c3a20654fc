// Transform of a block of cells by an orthonormal matrix along each of its three axes. Rows of the matrices are zero but in an
// interval, which is found once and kept to.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "runtime/dispatch.hpp"

namespace gam::kernels {

struct BlockShape {
  std::size_t easting, northing, layers;
  std::size_t size() const { return easting * northing * layers; }
};

// Row-major, square.
struct BlockBases {
  std::span<const double> easting, northing, layers;
};

class BlockTransform {
 public:
  BlockTransform(const BlockShape& shape, const BlockBases& bases);

  // In place; `scratch` holds scratch_size() doubles.
  std::size_t scratch_size() const { return shape_.size() + 16 * shape_.easting; }
  void forward(double* values, double* scratch) const;
  void inverse(double* values, double* scratch) const;

 private:
  struct Axis {
    std::span<const double> basis;
    std::vector<std::size_t> begin, end;  // of what is not zero in each row
    explicit Axis(std::span<const double> matrix, std::size_t count);
    std::size_t count() const { return begin.size(); }
  };
  void apply(const Axis& axis, bool inverse, std::size_t width, const double* in, double* out) const;
  void transform(bool inverse, double* values, double* scratch) const;

  BlockShape shape_;
  Axis easting_, northing_, layers_;
};

}  // namespace gam::kernels

// out[k][w] = sum over i in begin_k .. end_k of basis[k][i] in[i][w] for `width` columns w; inverse: with the transpose.
GAM_DECLARE_FOR_EACH_ISA(void compress_axis(const double* basis, const std::size_t* begin, const std::size_t* end, std::size_t count,
                                            std::size_t width, bool inverse, const double* in, double* out))
