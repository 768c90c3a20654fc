#include "kernels/fuse.hpp"

#include <algorithm>

#include "kernels/fuse_run.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kCellsPerPart = std::size_t{1} << 16;
constexpr std::size_t kCellsPerBlock = 1024;  // sums of a block stay in the first-level cache

}  // namespace

void fuse(const runtime::Job& job, const Layers& layers, std::span<const double> weights, std::span<const double> divisors,
          std::span<float> values, std::span<std::uint8_t> present) {
  const std::size_t cells = values.size();
  job.parallel((cells + kCellsPerPart - 1) / kCellsPerPart, [&](std::size_t part, unsigned) {
    double sums[kCellsPerBlock];
    const std::size_t last = std::min(cells, (part + 1) * kCellsPerPart);
    for (std::size_t begin = part * kCellsPerPart; begin < last; begin += kCellsPerBlock) {
      const std::size_t count = std::min(kCellsPerBlock, last - begin);
      std::uint8_t* mask = present.data() + begin;
      std::fill_n(sums, count, 0.0);
      std::fill_n(mask, count, std::uint8_t{0});
      for (std::size_t i = 0; i < layers.size(); ++i)
        GAM_DISPATCH(add_layer, layers[i].data() + begin, weights[i], static_cast<std::uint8_t>(1u << i), count, sums, mask);
      GAM_DISPATCH(divide_layers, sums, mask, divisors.data(), count, values.data() + begin);
    }
  });
}

}  // namespace gam::kernels
