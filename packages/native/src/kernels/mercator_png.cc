#include <algorithm>
#include <array>
#include <bitset>

#include "kernels/mercator.hpp"
#include "kernels/mercator_rows.hpp"
#include "kernels/png.hpp"

namespace gam::kernels {

namespace {

constexpr std::size_t kTilePixels = kTileSide * kTileSide;
using Bytes = std::vector<std::uint8_t>;

// What one thread keeps from tile to tile.
struct Worker {
  MercatorRenderer::Scratch scratch;
  std::vector<float> values = std::vector<float>(kTilePixels);
  Bytes levels = Bytes(kTilePixels);
  std::array<Bytes, 256> constant;  // files of tiles with one level all over
};

// Files of tiles with gaps.
void write_with_gaps(const std::vector<float>& values, Bytes& levels, unsigned effort, Bytes& out) {
  std::bitset<256> used;
  for (std::size_t i = 0; i < kTilePixels; ++i)
    if (values[i] == values[i]) used.set(levels[i]);
  if (used.all()) {
    Bytes pairs(2 * kTilePixels);
    for (std::size_t i = 0; i < kTilePixels; ++i)
      if (values[i] == values[i]) {
        pairs[2 * i] = levels[i];
        pairs[2 * i + 1] = 255;
      }
    return write_png({.rows = kTileSide, .cols = kTileSide, .colour = PngColour::gray_alpha, .pixels = pairs}, effort, out);
  }
  std::uint8_t absent = 0;
  while (used[absent]) ++absent;
  for (std::size_t i = 0; i < kTilePixels; ++i)
    if (values[i] != values[i]) levels[i] = absent;
  write_png({.rows = kTileSide, .cols = kTileSide, .colour = PngColour::gray, .pixels = levels, .transparent = absent}, effort, out);
}

}  // namespace

std::vector<Bytes> mercator_pngs(const runtime::Job& job, const MercatorRenderer& renderer, std::span<const std::uint32_t> x,
                                 std::span<const std::uint32_t> y, GrayScale scale, unsigned level) {
  std::vector<Bytes> files(x.size());
  std::vector<Worker> workers(std::min<std::size_t>(job.threads(), x.size()));
  const float factor = 255.0f / (scale.high - scale.low);
  job.parallel(x.size(), [&](std::size_t tile, unsigned thread) {
    Worker& worker = workers[thread];
    const TileContent content = renderer.render(x[tile], y[tile], worker.scratch, worker.values);
    if (content == TileContent::none) return;
    for (std::size_t row = 0; row < kTileSide; ++row)
      GAM_DISPATCH(quantise_line, &worker.values[row * kTileSide], scale.low, factor, &worker.levels[row * kTileSide]);
    if (content == TileContent::some) return write_with_gaps(worker.values, worker.levels, level, files[tile]);
    const PngImage image{.rows = kTileSide, .cols = kTileSide, .colour = PngColour::gray, .pixels = worker.levels};
    const bool constant = std::equal(worker.levels.begin() + 1, worker.levels.end(), worker.levels.begin());
    if (!constant) return write_png(image, level, files[tile]);
    Bytes& known = worker.constant[worker.levels[0]];
    if (known.empty()) write_png(image, level, known);
    files[tile] = known;
  });
  return files;
}

}  // namespace gam::kernels
