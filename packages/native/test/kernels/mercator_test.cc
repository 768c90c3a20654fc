#include "kernels/mercator.hpp"

#include <cmath>
#include <limits>

#include "check.hpp"

using namespace gam::kernels;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::vector<float> tile(const MercatorSource& source, unsigned zoom, std::uint32_t x, std::uint32_t y) {
  MercatorRenderer::Scratch scratch;
  std::vector<float> out(kTileSide * kTileSide);
  MercatorRenderer(source, zoom, std::span(&x, 1), std::span(&y, 1)).render(x, y, scratch, out);
  return out;
}

double latitude_of(unsigned zoom, std::uint32_t y, double pixel) {
  return std::atan(std::sinh(M_PI * (1 - 2 * (y * 256 + pixel) / (256.0 * (1u << zoom))))) * 180 / M_PI;
}

}  // namespace

int main() {
  constexpr std::size_t kRows = 180, kCols = 360;
  std::vector<float> constant(kRows * kCols, 0.1f), northing(kRows * kCols), easting(kRows * kCols), waves(kRows * kCols);
  for (std::size_t row = 0; row < kRows; ++row)
    for (std::size_t col = 0; col < kCols; ++col) {
      northing[row * kCols + col] = 89.5f - static_cast<float>(row);
      easting[row * kCols + col] = -179.5f + static_cast<float>(col);
      waves[row * kCols + col] = static_cast<float>(std::cos((static_cast<double>(col) + 0.5) * M_PI / 180));
    }
  const Axis columns{-180, 1, kCols}, rows{90, -1, kRows};

  for (const unsigned zoom : {0u, 1u, 5u})
    for (const float value : tile({constant, columns, rows}, zoom, (1u << zoom) / 2, (1u << zoom) / 3)) CHECK(value == 0.1f);

  // Interpolation and means of a linear field are exact at the centres of pixels, up to the curvature of the projection.
  for (const unsigned zoom : {2u, 6u}) {
    const std::uint32_t x = (1u << zoom) / 3, y = (1u << zoom) / 4;
    const std::vector<float> north = tile({northing, columns, rows}, zoom, x, y), east = tile({easting, columns, rows}, zoom, x, y);
    for (std::size_t row = 0; row < 256; row += 17)
      for (std::size_t col = 0; col < 256; col += 13) {
        const double middle = (latitude_of(zoom, y, static_cast<double>(row)) + latitude_of(zoom, y, static_cast<double>(row) + 1)) / 2;
        CHECK(std::abs(north[row * 256 + col] - middle) < 2e-5);
        const double longitude = 360 * (x * 256 + static_cast<double>(col) + 0.5) / (256.0 * (1u << zoom)) - 180;
        CHECK(std::abs(east[row * 256 + col] - longitude) < 2e-5);
      }
  }

  // The same field, rolled to 0..360 or with its first column repeated, gives the same tile on both sides of the antimeridian.
  std::vector<float> rolled(kRows * kCols), repeated(kRows * (kCols + 1));
  for (std::size_t row = 0; row < kRows; ++row) {
    for (std::size_t col = 0; col < kCols; ++col) rolled[row * kCols + col] = waves[row * kCols + (col + 180) % kCols];
    for (std::size_t col = 0; col <= kCols; ++col) repeated[row * (kCols + 1) + col] = waves[row * kCols + col % kCols];
  }
  for (const std::uint32_t x : {0u, 3u, 7u}) {
    const std::vector<float> expected = tile({waves, columns, rows}, 3, x, 3);
    CHECK(tile({rolled, {0, 1, kCols}, rows}, 3, x, 3) == expected);
    if (x == 0) CHECK(std::abs(expected[0] - std::cos(0.35 / 2 * M_PI / 180)) < 1e-3);  // half a pixel east of the antimeridian
  }
  // Source with a seam column: values stride is 361, the circle has 360.
  CHECK(tile({repeated, {-180, 1, kCols + 1}, rows}, 3, 0, 3) == tile({waves, columns, rows}, 3, 0, 3));

  // A hole: pixels well inside are NaN, pixels beyond the reach of its samples are untouched.
  std::vector<float> holed = constant;
  for (std::size_t row = 80; row < 100; ++row)
    for (std::size_t col = 170; col < 190; ++col) holed[row * kCols + col] = kNan;
  const std::vector<float> gap = tile({holed, columns, rows}, 2, 2, 2);  // from 0 N 0 E to the south-east
  CHECK(std::isnan(gap[0]) && gap[255 * 256 + 255] == 0.1f);
  for (const float value : gap) CHECK(std::isnan(value) || std::abs(value - 0.1f) < 1e-7f);

  // Outside a regional grid there is nothing; the grid's outer half cell takes the value of its last sample.
  const std::vector<float> ramp = {1, 2, 3, 4};
  const std::vector<float> region = tile({ramp, {10, 1, 2}, {12, -1, 2}}, 5, 16, 15);  // 0..11.25 E, 0..11.18 N
  CHECK(std::isnan(region[255 * 256]));
  const std::vector<float> high = tile({ramp, {10, 1, 2}, {12, -1, 2}}, 9, 271, 239);  // 10.55..11.25 E, 11.18..11.87 N
  for (const float value : high) CHECK(value >= 1.0f && value <= 4.0f);

  const std::uint32_t xs[3] = {0, 2, 2}, ys[3] = {0, 2, 0};
  const MercatorRenderer renderer({holed, columns, rows}, 2, xs, ys);
  const auto files = mercator_pngs(gam::runtime::Job(1), renderer, xs, ys, {-6, 6}, 1);
  CHECK(files == mercator_pngs(gam::runtime::Job(3), renderer, xs, ys, {-6, 6}, 1));
  CHECK(files[0] == files[2] && files[1] != files[0]);
  const std::vector<float> nothing(4, kNan);
  const MercatorRenderer empty({nothing, {10, 1, 2}, {12, -1, 2}}, 2, xs, ys);
  for (const auto& file : mercator_pngs(gam::runtime::Job(2), empty, xs, ys, {-6, 6}, 1)) CHECK(file.empty());
}
