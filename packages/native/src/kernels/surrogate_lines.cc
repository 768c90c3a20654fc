#include "kernels/surrogate_lines.hpp"

#include <algorithm>

namespace gam::kernels {

void transform_lines(const FourierPasses& passes, Along along, std::size_t first, std::size_t last, ComplexField& field,
                     std::vector<double>& scratch) {
  const FourierTables tables{passes.length, passes.radices.data(), passes.radices.size(), passes.twiddles.data(), passes.roots.data()};
  const std::size_t n = passes.length;
  const std::size_t step = along == Along::rows ? 1 : field.cols, line = along == Along::rows ? field.cols : 1;
  scratch.resize(32 * n);
  double* const data = scratch.data();
  for (std::size_t group = first; group < last; group += 8) {
    const std::size_t lanes = std::min<std::size_t>(8, last - group);
    if (lanes < 8) std::fill(data, data + 16 * n, 0.0);
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const std::size_t cell = (group + lane) * line + k * step;
        data[16 * k + lane] = field.re[cell];
        data[16 * k + 8 + lane] = field.im[cell];
      }
    const double* result = GAM_DISPATCH(fourier_transform, tables, data, data + 16 * n);
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const std::size_t cell = (group + lane) * line + k * step;
        field.re[cell] = result[16 * k + lane];
        field.im[cell] = result[16 * k + 8 + lane];
      }
  }
}

std::size_t smooth_length(std::size_t n) {
  for (std::size_t length = std::max<std::size_t>(n, 1);; ++length) {
    std::size_t rest = length;
    for (const std::size_t p : {2, 3, 5, 7, 11, 13})
      while (rest % p == 0) rest /= p;
    if (rest == 1) return length;
  }
}

}  // namespace gam::kernels
