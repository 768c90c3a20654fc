#include "kernels/statistics.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/statistics_counting.hpp"
#include "kernels/statistics_keys.hpp"
#include "kernels/statistics_order.hpp"
#include "kernels/statistics_sums.hpp"
#include "kernels/statistics_weighted.hpp"

namespace gam::kernels {
namespace {

// Adds up runs that were summed on their own, in order.
struct Totals {
  double count = 0, sum = 0, min = std::numeric_limits<double>::infinity(), max = -min;
  void add(const RunSums& run) {
    count += run.count;
    sum += run.sum;
    min = std::min(min, run.min);
    max = std::max(max, run.max);
  }
};

std::size_t runs_of(std::size_t samples) { return (samples + kRun - 1) / kRun; }

std::span<const float> run_of(std::span<const float> values, std::size_t run) {
  return values.subspan(run * kRun, std::min(kRun, values.size() - run * kRun));
}

// Count, min, max, mean and standard deviation. With one thread or many: each run is summed on its own, then all in order.
Statistics moments(const runtime::Job& job, std::span<const float> values) {
  constexpr std::size_t kRunsPerPart = 16;
  const std::size_t runs = runs_of(values.size());
  const std::size_t parts = (runs + kRunsPerPart - 1) / kRunsPerPart;
  const auto for_each_run = [&](auto&& body) {
    job.parallel(parts, [&](std::size_t part, unsigned) {
      for (std::size_t run = part * kRunsPerPart; run < std::min(runs, (part + 1) * kRunsPerPart); ++run) body(run);
    });
  };
  std::vector<RunSums> sums(runs);
  for_each_run([&](std::size_t run) {
    const auto samples = run_of(values, run);
    GAM_DISPATCH(sum_run, samples.data(), samples.size(), &sums[run]);
  });
  Totals totals;
  for (const RunSums& run : sums) totals.add(run);
  Statistics result;
  result.count = totals.count;
  if (totals.count == 0) return result;
  result.min = totals.min;
  result.max = totals.max;
  result.mean = totals.sum / totals.count;
  std::vector<double> squares(runs);
  for_each_run([&](std::size_t run) {
    const auto samples = run_of(values, run);
    squares[run] = GAM_DISPATCH(squares_of_run, samples.data(), samples.size(), result.mean);
  });
  double sum = 0;
  for (const double square : squares) sum += square;
  result.std = std::sqrt(sum / totals.count);
  return result;
}

// Room for one tile, kept by a thread from tile to tile.
struct Scratch {
  std::vector<float> samples;
  std::vector<std::uint32_t> keys, other;
};

void sorted_order_statistics(std::span<const float> values, Scratch& scratch, Statistics& result) {
  const auto count = static_cast<std::size_t>(result.count);
  scratch.keys.resize(values.size());
  scratch.other.resize(values.size());
  GAM_DISPATCH(sample_keys, values.data(), values.size(), scratch.other.data());
  std::size_t kept = 0;
  for (const std::uint32_t key : scratch.other) {
    scratch.keys[kept] = key;
    kept += key != kNoKey ? 1 : 0;
  }
  const std::span<std::uint32_t> keys(scratch.keys.data(), count);
  sort_keys(keys, scratch.other);
  const auto percentile = [&](double p) {
    const Rank rank(count, p);
    return between(value_of(keys[rank.lower]), value_of(keys[rank.upper]), rank.fraction);
  };
  result.p5 = percentile(0.05);
  result.median = percentile(0.5);
  result.p95 = percentile(0.95);
  result.mad = sorted_mad(keys, result.median);
}

}  // namespace

void tile_statistics(const runtime::Job& job, std::span<const float> values, std::size_t rows, std::size_t cols,
                     std::size_t tile_rows, std::size_t tile_cols, std::span<const double> row_weights,
                     std::span<Statistics> out) {
  const std::size_t across = (cols + tile_cols - 1) / tile_cols;
  const auto one = [&](const runtime::Job& threads, std::size_t tile, Scratch& scratch) {
    const std::size_t top = tile / across * tile_rows, left = tile % across * tile_cols;
    const std::size_t height = std::min(tile_rows, rows - top), width = std::min(tile_cols, cols - left);
    std::span<const float> samples = values.subspan(top * cols, height * width);
    if (width != cols) {
      scratch.samples.resize(height * width);
      for (std::size_t row = 0; row < height; ++row)
        std::copy_n(values.data() + (top + row) * cols + left, width, scratch.samples.data() + row * width);
      samples = scratch.samples;
    }
    Statistics& result = out[tile];
    result = moments(threads, samples);
    if (result.count == 0) return;
    if (!row_weights.empty())
      weighted_statistics(samples, width, row_weights.subspan(top, height), result);
    else if (samples.size() > kLargeTile)
      count_order_statistics(threads, samples, result);
    else
      sorted_order_statistics(samples, scratch, result);
  };
  if (std::min(tile_rows, rows) * std::min(tile_cols, cols) > kLargeTile) {
    Scratch scratch;
    for (std::size_t tile = 0; tile < out.size(); ++tile) one(job, tile, scratch);
    return;
  }
  std::vector<Scratch> scratch(job.threads());
  job.parallel(out.size(), [&](std::size_t tile, unsigned worker) { one(runtime::Job(1), tile, scratch[worker]); });
}

}  // namespace gam::kernels
