// The three ways to order statistics agree, and their definitions hold on arrays that can be worked out by hand.
#include "kernels/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "check.hpp"
#include "kernels/statistics_counting.hpp"

using namespace gam;
using kernels::Statistics;

namespace {

const float kNaN = std::numeric_limits<float>::quiet_NaN();

Statistics whole(const std::vector<float>& values, const std::vector<double>& weights = {}, unsigned threads = 2) {
  Statistics result;
  const std::size_t rows = weights.empty() ? 1 : weights.size();
  kernels::tile_statistics(runtime::Job(threads), values, rows, values.size() / rows, rows, values.size() / rows, weights, {&result, 1});
  return result;
}

void small_arrays_by_hand() {
  const Statistics s = whole({3, kNaN, 1, 2, std::numeric_limits<float>::infinity(), 10});
  CHECK(s.count == 4 && s.min == 1 && s.max == 10 && s.mean == 4);
  CHECK(std::abs(s.std - std::sqrt(12.5)) < 1e-15);
  CHECK(s.median == 2.5 && s.mad == 1);  // deviations 0.5, 0.5, 1.5, 7.5
  CHECK(std::abs(s.p5 - 1.15) < 1e-15 && std::abs(s.p95 - 8.95) < 1e-14);
  const Statistics one = whole({-7});
  CHECK(one.median == -7 && one.mad == 0 && one.p5 == -7 && one.p95 == -7 && one.std == 0);
  const Statistics none = whole({kNaN, kNaN});
  CHECK(none.count == 0 && std::isnan(none.median) && std::isnan(none.min) && std::isnan(none.std));
}

void weights_by_hand() {
  // Values 1, 2, 3 with weights 1, 2, 1: middles 0.5, 2, 3.5; the median is at 2, the 5 % percentile at 0.65.
  const Statistics s = whole({1, 2, 3}, {1, 2, 1});
  CHECK(s.mean == 2 && s.median == 2 && std::abs(s.std - std::sqrt(0.5)) < 1e-15);
  CHECK(std::abs(s.p5 - 1.1) < 1e-14);
  const Statistics left_out = whole({1, 2, 3}, {0, 0, 0});
  CHECK(left_out.count == 3 && left_out.min == 1 && left_out.max == 3 && std::isnan(left_out.mean) && std::isnan(left_out.mad));
}

// Sorting (small tiles), counting (large ones) and sorting plain doubles are three independent ways to the same numbers.
void all_ways_agree(std::vector<float> values) {
  Statistics sorted = whole(values), counted = sorted;
  if (sorted.count == 0) return;
  kernels::count_order_statistics(runtime::Job(3), values, counted);
  CHECK(sorted.median == counted.median && sorted.mad == counted.mad && sorted.p5 == counted.p5 && sorted.p95 == counted.p95);
  std::vector<double> plain;
  for (const float value : values)
    if (std::isfinite(value)) plain.push_back(value);
  const auto median = [](std::vector<double> v) {
    std::sort(v.begin(), v.end());
    return (v[(v.size() - 1) / 2] + v[v.size() / 2]) / 2;
  };
  CHECK(median(plain) == sorted.median);
  for (double& value : plain) value = std::abs(value - sorted.median);
  CHECK(median(plain) == sorted.mad);
}

void random_arrays() {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<float> values(1 + random() % (round % 10 == 0 ? 20000 : 700));
    const auto distinct = static_cast<unsigned>(1 + random() % 1000);
    const float offset = round % 3 == 0 ? 980000.0f : 0.0f;
    for (float& value : values) {
      value = offset + (static_cast<float>(random() % distinct) - static_cast<float>(distinct) / 2) * 0.37f;
      if (random() % 8 == 0) value = kNaN;
      if (round % 5 == 0) value *= std::pow(10.0f, static_cast<float>(random() % 60) - 30);
    }
    all_ways_agree(values);
  }
}

void a_large_tile_is_the_same_for_every_thread_count() {
  std::mt19937 random(5);
  std::normal_distribution<float> normal(10, 50);
  std::vector<float> values(kernels::kLargeTile + 4321);
  for (float& value : values) value = random() % 9 == 0 ? kNaN : normal(random);
  const Statistics one = whole(values, {}, 1);
  for (const unsigned threads : {2u, 7u}) {
    const Statistics other = whole(values, {}, threads);
    CHECK(one.mean == other.mean && one.std == other.std && one.median == other.median && one.mad == other.mad);
  }
  all_ways_agree(values);
}

}  // namespace

int main() {
  small_arrays_by_hand();
  weights_by_hand();
  random_arrays();
  a_large_tile_is_the_same_for_every_thread_count();
}
