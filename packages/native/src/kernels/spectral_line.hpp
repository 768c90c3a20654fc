// Complex Fourier transforms of any length, eight at a time: kernel exp(+2 pi i j k / length), not normalised.
// Prime factors up to 13 by the passes of fourier_plan.hpp, all other lengths by a chirp transform (Bluestein).
#pragma once

#include <cstddef>
#include <vector>

#include "kernels/fourier_plan.hpp"

namespace gam::kernels {

class SpectralLine {
 public:
  explicit SpectralLine(std::size_t length);

  std::size_t length() const { return length_; }
  // Elements (16 doubles each) that `data` and `work` must hold.
  std::size_t elements() const { return passes_.length; }
  // Transforms the first length() elements of `data`; returns which of the two holds the result.
  double* transform(double* data, double* work) const;

 private:
  std::size_t length_;
  FourierPasses passes_;
  std::vector<double> chirp_;      // exp(i pi j^2 / length); empty where passes do
  std::vector<double> convolver_;  // transform of its conjugate, over the number of elements
};

}  // namespace gam::kernels
