// Float32 images as the compressed square tiles of a TIFF.
// Source: TIFF 6.0 sections 14 (predictor 2) and 15 (tiles); Adobe Photoshop TIFF Technical Note 3 (predictor 3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/job.hpp"

namespace gam::kernels {

struct FloatImage {
  std::span<const float> values;  // row-major
  std::size_t rows;
  std::size_t cols;
};

enum class Predictor { none = 1, horizontal = 2, floating_point = 3 };

struct FloatBlockOptions {
  std::size_t block_size;
  Predictor predictor;
  unsigned level;
};

using Bytes = std::vector<std::uint8_t>;

// One zlib stream per block and image, blocks row-major; each decodes to block_size^2 samples, little-endian.
// Every NaN becomes the quiet NaN 0x7FC00000. Padding to the right repeats the last column where a predictor then
// makes it zeros, padding below decodes to 0: neither costs time or space worth mentioning.
std::vector<std::vector<Bytes>> float_blocks(const runtime::Job& job, std::span<const FloatImage> images, const FloatBlockOptions& options);

}  // namespace gam::kernels
