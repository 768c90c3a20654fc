// Fusion, correlation and overviews on arrays that can be worked out by hand.
#include "kernels/fuse.hpp"

#include <cmath>
#include <limits>

#include "check.hpp"
#include "kernels/overview.hpp"

using namespace gam;

namespace {

const float kNaN = std::numeric_limits<float>::quiet_NaN();

void the_layers_present_are_averaged_and_named() {
  const std::vector<float> a{1, kNaN, 3, kNaN}, b{3, 5, kNaN, kNaN};
  std::vector<float> values(4);
  std::vector<std::uint8_t> present(4, 255);
  kernels::fuse(runtime::Job(2), {a, b}, std::vector<double>{1, 1}, std::vector<double>{0, 1, 1, 2}, values, present);
  CHECK(values[0] == 2 && values[1] == 5 && values[2] == 3 && std::isnan(values[3]));
  CHECK((present == std::vector<std::uint8_t>{3, 2, 1, 0}));
}

void correlation_is_that_of_common_cells() {
  const std::vector<float> a{1, 2, 3, 4, kNaN, 9}, b{2, 4, 6, 8, 1, kNaN}, flat{5, 5, 5, 5, 5, 5}, down{-1, -2, -3, -4, 0, -9};
  const auto matrix = kernels::correlation(runtime::Job(2), {a, b, flat, down}, 6, {});
  CHECK(std::abs(matrix[1] - 1) < 1e-15 && std::abs(matrix[3] + 1) < 1e-15);
  CHECK(matrix[2] == 0 && matrix[6] == 0 && matrix[11] == 0);  // `flat` does not vary
  for (std::size_t i = 0; i < 4; ++i) CHECK(matrix[i * 5] == 1);
  // Two rows of three; without the second only three cells are left, which is just enough.
  const auto weighted = kernels::correlation(runtime::Job(1), {a, b}, 3, std::vector<double>{1, 0});
  CHECK(std::abs(weighted[1] - 1) < 1e-15);
  CHECK(kernels::correlation(runtime::Job(1), {a, b}, 3, std::vector<double>{0, 1})[1] == 0);
}

void overviews_average_what_is_there() {
  const std::vector<float> values{1, 3, 10, kNaN, 5, kNaN, 7, 7, kNaN};
  std::vector<float> out(4);
  kernels::overview(runtime::Job(2), values, 3, 3, 2, out);
  CHECK(out[0] == 3 && out[1] == 10 && out[2] == 7 && std::isnan(out[3]));
  std::vector<float> one(1);
  kernels::overview(runtime::Job(2), values, 3, 3, 16, one);
  CHECK(one[0] == static_cast<float>(33.0 / 6));
}

}  // namespace

int main() {
  the_layers_present_are_averaged_and_named();
  correlation_is_that_of_common_cells();
  overviews_average_what_is_there();
}
