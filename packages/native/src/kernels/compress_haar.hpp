// Orthonormal Haar transform of a block of cells along its three axes.
//
// Along an axis: sums of pairs (over sqrt 2) come before their differences, the sums are split again until one is left; an odd last
// element goes along with the sums. The inverse is the transpose.
#pragma once

#include <cstddef>
#include <vector>

namespace gam::kernels {

struct BlockShape {
  std::size_t easting, northing, layers;
  std::size_t size() const { return easting * northing * layers; }
};

class HaarBlock {
 public:
  explicit HaarBlock(const BlockShape& shape) : shape_(shape), scratch_(shape.size()) {}
  void forward(double* values);
  void inverse(double* values);

 private:
  BlockShape shape_;
  std::vector<double> scratch_;
};

}  // namespace gam::kernels
