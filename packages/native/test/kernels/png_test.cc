#include "kernels/png.hpp"

#include <cstdlib>
#include <cstring>
#include <random>

#include "check.hpp"
#include "inflate.hpp"
#include "kernels/checksum.hpp"

using namespace gam::kernels;
using Bytes = std::vector<std::uint8_t>;

namespace {

std::uint32_t word(const std::uint8_t* at) { return static_cast<std::uint32_t>(at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3]); }

// Content of the only chunk of `type`, empty if there is none; every checksum on the way must hold.
Bytes chunk(const Bytes& file, const char* type) {
  Bytes found;
  std::size_t at = 8;
  while (at < file.size()) {
    const std::uint32_t length = word(&file[at]);
    CHECK(word(&file[at + 8 + length]) == crc32(std::span(file).subspan(at + 4, length + 4)));
    if (std::memcmp(&file[at + 4], type, 4) == 0) found.assign(file.begin() + static_cast<std::ptrdiff_t>(at) + 8, file.begin() + static_cast<std::ptrdiff_t>(at + 8 + length));
    at += 12 + length;
  }
  CHECK(at == file.size());
  return found;
}

Bytes pixels_of(const Bytes& file, std::size_t rows, std::size_t bytes, std::size_t step) {
  const Bytes filtered = gam::test::inflate(chunk(file, "IDAT"));
  CHECK(filtered.size() == rows * (bytes + 1));
  Bytes pixels(rows * bytes);
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t i = 0; i < bytes; ++i) {
      const int left = i >= step ? pixels[row * bytes + i - step] : 0;
      const int up = row > 0 ? pixels[(row - 1) * bytes + i] : 0;
      const int corner = row > 0 && i >= step ? pixels[(row - 1) * bytes + i - step] : 0;
      const int estimate = left + up - corner;
      const int dl = std::abs(estimate - left), du = std::abs(estimate - up), dc = std::abs(estimate - corner);
      const int paeth = dl <= du && dl <= dc ? left : du <= dc ? up : corner;
      const int filter = filtered[row * (bytes + 1)];
      CHECK(filter <= 4);
      const int predicted = filter == 0 ? 0 : filter == 1 ? left : filter == 2 ? up : filter == 3 ? (left + up) / 2 : paeth;
      pixels[row * bytes + i] = static_cast<std::uint8_t>(filtered[row * (bytes + 1) + 1 + i] + predicted);
    }
  return pixels;
}

}  // namespace

int main() {
  std::mt19937 random(1);
  Bytes palette(4 * 17);
  for (std::uint8_t& byte : palette) byte = static_cast<std::uint8_t>(random());
  palette[4 * 16 + 3] = 255;
  for (const PngColour colour : {PngColour::gray, PngColour::rgb, PngColour::palette, PngColour::gray_alpha, PngColour::rgba})
    for (const unsigned level : {0u, 1u, 2u, 6u, 9u})
      for (const std::size_t cols : {1u, 2u, 37u}) {
        const std::size_t rows = 23, step = channels(colour);
        Bytes pixels(rows * cols * step);
        for (std::size_t i = 0; i < pixels.size(); ++i)
          pixels[i] = static_cast<std::uint8_t>((i / step % cols + i / step / cols * 3 + random() % 3) % 17);
        PngImage image{.rows = rows, .cols = cols, .colour = colour, .pixels = pixels};
        if (colour == PngColour::palette) image.palette = palette;
        if (colour == PngColour::gray) image.transparent = 16;
        Bytes file;
        write_png(image, level, file);
        const Bytes header = chunk(file, "IHDR");
        CHECK(word(&header[0]) == cols && word(&header[4]) == rows && header[8] == 8 && header[9] == static_cast<std::uint8_t>(colour));
        CHECK(pixels_of(file, rows, cols * step, step) == pixels);
        CHECK(chunk(file, "PLTE").size() == (colour == PngColour::palette ? 3u * 17 : 0u));
        CHECK(chunk(file, "tRNS").size() == (colour == PngColour::palette ? 16u : colour == PngColour::gray ? 2u : 0u));
      }
}
