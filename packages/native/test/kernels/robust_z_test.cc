// Fields of median and MAD: blending reproduces what is linear between tile centres, and skips tiles without a scale.
#include "kernels/robust_z.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "check.hpp"

using namespace gam;
using kernels::TiledGrid;

namespace {

std::vector<float> score(const std::vector<float>& values, const TiledGrid& grid, const std::vector<double>& medians,
                         const std::vector<double>& mads, double limit = 6) {
  std::vector<float> out(values.size(), -1.0f);
  kernels::robust_z(runtime::Job(3), values, grid, medians, mads, limit, out);
  return out;
}

void tiles_are_scored_one_by_one() {
  const TiledGrid grid{1, 5, 1, 2, 0, false, false};  // the last tile is one column wide
  const auto z = score({1.4826f, 0, 10, 10 - 2 * 1.4826f, 5}, grid, {0, 10, 5}, {1, 1, 0});
  CHECK(std::abs(z[0] - 1) < 1e-6f && z[1] == 0 && z[2] == 0 && std::abs(z[3] + 2) < 1e-6f);
  CHECK(std::isnan(z[4]));  // MAD 0 has no scale
  CHECK(score({1e9f, -1e9f, 0, 0, 0}, grid, {0, 10, 5}, {1, 1, 1}, 3)[0] == 3);
  CHECK(score({1e9f, -1e9f, 0, 0, 0}, grid, {0, 10, 5}, {1, 1, 1}, 3)[1] == -3);
}

void blending_follows_a_linear_field() {
  // Medians 0, 4, 8 at centres 2, 6, 10: between them the field is column + 0.5 - 2.
  const TiledGrid grid{1, 12, 1, 4, 0, true, false};
  std::vector<float> values(12);
  for (int col = 0; col < 12; ++col) values[static_cast<std::size_t>(col)] = std::min(std::max(static_cast<float>(col) - 1.5f, 0.0f), 8.0f);
  for (const float z : score(values, grid, {0, 4, 8}, {1, 1, 1})) CHECK(std::abs(z) < 1e-6f);
}

void blending_wraps_and_skips_tiles_without_scale() {
  const TiledGrid grid{1, 8, 1, 4, 0, true, true};
  const std::vector<float> zero(8, 0.0f);
  const auto wrapped = score(zero, grid, {1, -1}, {1, 1});
  for (std::size_t col = 0; col < 8; ++col) CHECK(std::abs(wrapped[col] + wrapped[(col + 4) % 8]) < 1e-6f);
  for (const float z : score(zero, grid, {1, 100}, {1, 0})) CHECK(std::abs(z + 1 / 1.4826f) < 1e-6f);
  for (const float z : score(zero, grid, {1, 1}, {0, std::nan("")})) CHECK(std::isnan(z));
}

void a_band_is_scored_like_its_rows_of_the_grid() {
  TiledGrid grid{10, 6, 4, 4, 0, true, true};
  std::vector<float> values(60);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 7);
  const std::vector<double> medians{1, 2, 3, 4, 5, 6}, mads{1, 2, 1, 2, 1, 2};
  const auto all = score(values, grid, medians, mads);
  grid.first_row = 3;
  const auto band = score({values.begin() + 18, values.begin() + 42}, grid, medians, mads);
  for (std::size_t i = 0; i < band.size(); ++i) CHECK(band[i] == all[18 + i]);
}

}  // namespace

int main() {
  tiles_are_scored_one_by_one();
  blending_follows_a_linear_field();
  blending_wraps_and_skips_tiles_without_scale();
  a_band_is_scored_like_its_rows_of_the_grid();
}
