// Laws of resampling that need no oracle; packages/native/test/regrid.test.ts compares with the reference.
#include "kernels/regrid.hpp"

#include <cmath>
#include <limits>
#include <random>

#include "check.hpp"

using namespace gam;
using kernels::GridFrame;
using kernels::RegridMethod;

namespace {

const float kNaN = std::numeric_limits<float>::quiet_NaN();

GridFrame globe(std::size_t rows, std::size_t cols, double west) {
  return {{west, 360.0 / static_cast<double>(cols), cols}, {90, -180.0 / static_cast<double>(rows), rows}, true};
}

std::vector<float> resample(const std::vector<float>& values, const GridFrame& source, const GridFrame& target, RegridMethod method,
                            unsigned threads = 2) {
  std::vector<float> out(target.rows.count * target.columns.count, -1.0f);
  kernels::regrid(runtime::Job(threads), values, source, target, method, out);
  return out;
}

void a_constant_stays_constant_to_the_last_bit() {
  std::mt19937 random(7);
  for (const float constant : {0.1f, -88.8888f, 3.3e38f, 1e-45f, 16777217.0f, -1.0f / 3}) {
    for (const auto method : {RegridMethod::average, RegridMethod::bilinear}) {
      std::vector<float> values(53 * 97, constant);
      for (float& value : values)
        if (random() % 4 == 0) value = kNaN;
      const auto out = resample(values, globe(53, 97, 0), globe(31, 44, -180), method);
      for (const float value : out) CHECK(value == constant || std::isnan(value));
    }
  }
}

void the_same_bits_for_every_thread_count() {
  std::mt19937 random(11);
  std::vector<float> values(181 * 360);
  for (float& value : values) value = random() % 5 == 0 ? kNaN : static_cast<float>(random() % 1000) / 7;
  for (const auto method : {RegridMethod::average, RegridMethod::bilinear}) {
    const auto one = resample(values, globe(181, 360, 0), globe(77, 133, -180), method, 1);
    for (const unsigned threads : {2u, 7u}) {
      const auto other = resample(values, globe(181, 360, 0), globe(77, 133, -180), method, threads);
      for (std::size_t i = 0; i < one.size(); ++i) CHECK(one[i] == other[i] || (std::isnan(one[i]) && std::isnan(other[i])));
    }
  }
}

void the_duplicate_seam_column_counts_once() {
  // 5 columns of 90 degrees: the last repeats the first, with another value that must not be seen.
  GridFrame source{{-45, 90, 5}, {90, -180, 1}, true};
  const std::vector<float> values{4, 0, 0, 0, 1000};
  const auto out = resample(values, source, globe(1, 4, -90), RegridMethod::average);
  CHECK(out == (std::vector<float>{2, 2, 0, 0}));  // cells are halves of the sources around longitudes 0 and +-90
}

void empty_grids_and_grids_apart_give_no_data() {
  CHECK(resample({}, {{0, 1, 0}, {10, -1, 0}, true}, {{0, 1, 2}, {10, -1, 1}, true}, RegridMethod::bilinear).size() == 2);
  const auto out = resample({1, 2}, {{0, 1, 2}, {10, -1, 1}, true}, {{20, 1, 1}, {10, -1, 1}, true}, RegridMethod::average);
  CHECK(std::isnan(out[0]));
  CHECK(resample({}, globe(2, 4, 0), {{0, 1, 0}, {10, -1, 0}, true}, RegridMethod::average).empty());
}

void a_job_can_be_cancelled() {
  runtime::Control control;
  control.cancelled = true;
  std::vector<float> values(8), out(8);
  bool thrown = false;
  try {
    kernels::regrid(runtime::Job(2, &control), values, globe(2, 4, 0), globe(2, 4, 0), RegridMethod::average, out);
  } catch (const runtime::Cancelled&) {
    thrown = true;
  }
  CHECK(thrown);
}

}  // namespace

int main() {
  a_constant_stays_constant_to_the_last_bit();
  the_same_bits_for_every_thread_count();
  the_duplicate_seam_column_counts_once();
  empty_grids_and_grids_apart_give_no_data();
  a_job_can_be_cancelled();
}
