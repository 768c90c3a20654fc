// 8-bit PNG files.
// Source: W3C Portable Network Graphics (Third Edition), sections 5, 9 and 11.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gam::kernels {

// Values are those of the file format.
enum class PngColour : std::uint8_t { gray = 0, rgb = 2, palette = 3, gray_alpha = 4, rgba = 6 };

struct PngImage {
  std::size_t rows;
  std::size_t cols;
  PngColour colour;
  std::span<const std::uint8_t> pixels;                // rows * cols * channels, interleaved
  std::span<const std::uint8_t> palette = {};          // RGBA quadruples, of palette images
  std::optional<std::uint8_t> transparent = {};        // the gray level that stands for no data, of gray images
};

std::size_t channels(PngColour colour);

// Appends the file. Rows are filtered by `Up` up to level 2 (smooth, upsampled fields), above by the filter with the least sum of
// absolute differences; indices of a palette are not filtered, since their differences mean nothing.
void write_png(const PngImage& image, unsigned level, std::vector<std::uint8_t>& out);

}  // namespace gam::kernels
