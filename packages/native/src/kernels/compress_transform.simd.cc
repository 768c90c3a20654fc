#include "kernels/compress_transform.hpp"

namespace gam::GAM_ISA {

void compress_axis(const double* basis, const std::size_t* begin, const std::size_t* end, std::size_t count, std::size_t width, bool inverse,
                   const double* in, double* out) {
  for (std::size_t i = 0; i < count * width; ++i) out[i] = 0;
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t i = begin[k]; i < end[k]; ++i) {
      const double factor = basis[k * count + i];
      const double* from = in + (inverse ? k : i) * width;
      double* to = out + (inverse ? i : k) * width;
      for (std::size_t w = 0; w < width; ++w) to[w] += factor * from[w];
    }
}

}  // namespace gam::GAM_ISA
