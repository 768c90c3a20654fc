#include "kernels/overview.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "kernels/regrid_rows.hpp"

namespace gam::kernels {

void overview(const runtime::Job& job, std::span<const float> values, std::size_t rows, std::size_t cols, std::size_t factor,
              std::span<float> out) {
  const std::size_t width = (cols + factor - 1) / factor, height = (rows + factor - 1) / factor;
  std::vector<std::vector<double>> scratch(job.threads());
  job.parallel(height, [&](std::size_t row, unsigned worker) {
    scratch[worker].resize(2 * cols);
    double* sums = scratch[worker].data();
    double* counts = sums + cols;
    const std::size_t top = row * factor;
    for (std::size_t r = top; r < std::min(rows, top + factor); ++r)
      GAM_DISPATCH(add_weighted_row, values.data() + r * cols, 1.0, cols, r == top, sums, counts);
    for (std::size_t block = 0; block < width; ++block) {
      double sum = 0, count = 0;
      for (std::size_t c = block * factor; c < std::min(cols, (block + 1) * factor); ++c) {
        sum += sums[c];
        count += counts[c];
      }
      out[row * width + block] = count > 0 ? static_cast<float>(sum / count) : std::numeric_limits<float>::quiet_NaN();
    }
  });
}

}  // namespace gam::kernels
