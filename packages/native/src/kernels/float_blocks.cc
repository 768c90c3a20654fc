#include "kernels/float_blocks.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "kernels/deflate_pool.hpp"

namespace gam::kernels {

namespace {

constexpr std::uint32_t kQuietNan = 0x7FC00000u;

// The samples of one block row, padded and predicted, into `out` of 4 * width bytes.
class RowPredictor {
 public:
  RowPredictor(Predictor predictor, std::size_t width) : predictor_(predictor), words_(width) {}

  void operator()(std::span<const float> samples, std::uint8_t* out) {
    const std::size_t count = samples.size();
    const std::size_t width = words_.size();
    for (std::size_t i = 0; i < count; ++i) words_[i] = samples[i] != samples[i] ? kQuietNan : std::bit_cast<std::uint32_t>(samples[i]);
    if (predictor_ == Predictor::floating_point) {
      std::fill(words_.begin() + static_cast<std::ptrdiff_t>(count), words_.end(), words_[count - 1]);
      for (std::size_t plane = 0; plane < 4; ++plane)  // most significant bytes first
        for (std::size_t i = 0; i < width; ++i) out[plane * width + i] = static_cast<std::uint8_t>(words_[i] >> (24 - 8 * plane));
      for (std::size_t i = 4 * width - 1; i > 0; --i) out[i] = static_cast<std::uint8_t>(out[i] - out[i - 1]);
      return;
    }
    if (predictor_ == Predictor::horizontal)
      for (std::size_t i = count - 1; i > 0; --i) words_[i] -= words_[i - 1];
    std::memcpy(out, words_.data(), 4 * count);
    std::memset(out + 4 * count, 0, 4 * (width - count));
  }

 private:
  Predictor predictor_;
  std::vector<std::uint32_t> words_;
};

struct Block {
  std::size_t image;
  std::size_t row;
  std::size_t col;
  Bytes* out;
};

}  // namespace

std::vector<std::vector<Bytes>> float_blocks(const runtime::Job& job, std::span<const FloatImage> images, const FloatBlockOptions& options) {
  const std::size_t size = options.block_size;
  std::vector<std::vector<Bytes>> result(images.size());
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::size_t down = (images[i].rows + size - 1) / size;
    const std::size_t across = (images[i].cols + size - 1) / size;
    result[i].resize(down * across);
    for (std::size_t block = 0; block < down * across; ++block)
      blocks.push_back({i, block / across * size, block % across * size, &result[i][block]});
  }
  job.parallel(blocks.size(), [&](std::size_t part, unsigned) {
    const Block& block = blocks[part];
    const FloatImage& image = images[block.image];
    const std::size_t rows = std::min(size, image.rows - block.row);
    const std::size_t cols = std::min(size, image.cols - block.col);
    Bytes samples(rows * size * 4);
    RowPredictor predict(options.predictor, size);
    for (std::size_t row = 0; row < rows; ++row)
      predict(image.values.subspan((block.row + row) * image.cols + block.col, cols), samples.data() + row * size * 4);
    PooledDeflater deflater(options.level);
    deflater->compress(samples, (size - rows) * size * 4, *block.out);
  });
  return result;
}

}  // namespace gam::kernels
