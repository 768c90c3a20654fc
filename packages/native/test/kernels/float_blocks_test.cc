#include "kernels/float_blocks.hpp"

#include <cmath>
#include <cstring>
#include <limits>

#include "check.hpp"
#include "inflate.hpp"

using namespace gam::kernels;

namespace {

std::uint32_t bits(float value) {
  std::uint32_t word;
  std::memcpy(&word, &value, sizeof word);
  return word;
}

// Undoes the predictor of one decoded row, as a TIFF reader does.
std::vector<std::uint32_t> words_of(std::vector<std::uint8_t> row, std::size_t width, Predictor predictor) {
  std::vector<std::uint32_t> words(width);
  if (predictor == Predictor::floating_point) {
    for (std::size_t i = 1; i < row.size(); ++i) row[i] = static_cast<std::uint8_t>(row[i] + row[i - 1]);
    for (std::size_t i = 0; i < width; ++i)
      words[i] = static_cast<std::uint32_t>(row[i]) << 24 | static_cast<std::uint32_t>(row[width + i]) << 16 |
                 static_cast<std::uint32_t>(row[2 * width + i]) << 8 | row[3 * width + i];
    return words;
  }
  std::memcpy(words.data(), row.data(), row.size());
  if (predictor == Predictor::horizontal)
    for (std::size_t i = 1; i < width; ++i) words[i] += words[i - 1];
  return words;
}

}  // namespace

int main() {
  const std::size_t rows = 75, cols = 50, size = 32;
  std::vector<float> values(rows * cols);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i) * 0.37f) * 100;
  values[0] = values[777] = std::numeric_limits<float>::quiet_NaN();
  const std::uint32_t odd_nan = 0xFFC12345u;
  std::memcpy(&values[1500], &odd_nan, sizeof odd_nan);
  values[5] = -0.0f;
  values[6] = std::numeric_limits<float>::denorm_min();
  const FloatImage whole{values, rows, cols}, corner{std::span(values).first(1), 1, 1};
  const std::vector<FloatImage> images = {whole, corner};
  for (const Predictor predictor : {Predictor::none, Predictor::horizontal, Predictor::floating_point})
    for (const unsigned level : {0u, 1u, 9u}) {
      const auto streams = float_blocks(gam::runtime::Job(1), images, {size, predictor, level});
      CHECK(streams == float_blocks(gam::runtime::Job(3), images, {size, predictor, level}));
      CHECK(streams.size() == 2 && streams[0].size() == 6 && streams[1].size() == 1);
      for (std::size_t block = 0; block < 6; ++block) {
        const std::vector<std::uint8_t> bytes = gam::test::inflate(streams[0][block]);
        CHECK(bytes.size() == size * size * 4);
        for (std::size_t row = 0; row < size && block / 2 * size + row < rows; ++row) {
          const auto words = words_of({bytes.begin() + static_cast<std::ptrdiff_t>(row * size * 4), bytes.begin() + static_cast<std::ptrdiff_t>((row + 1) * size * 4)}, size, predictor);
          for (std::size_t col = 0; col < size && block % 2 * size + col < cols; ++col) {
            const float value = values[(block / 2 * size + row) * cols + block % 2 * size + col];
            CHECK(words[col] == (std::isnan(value) ? 0x7FC00000u : bits(value)));
          }
        }
      }
      CHECK(gam::test::inflate(streams[1][0]).size() == size * size * 4);
    }
}
