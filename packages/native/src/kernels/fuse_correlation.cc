#include <algorithm>
#include <cmath>

#include "kernels/fuse.hpp"
#include "kernels/fuse_run.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kCellsPerRun = std::size_t{1} << 14;
constexpr double kMinCells = 3;

// Runs of cells of equal weight: pieces of a row, or of the whole array without weights.
struct Run {
  std::size_t begin, count;
  double weight;
};

std::vector<Run> runs_of(std::size_t cells, std::size_t width, std::span<const double> row_weights) {
  const std::size_t stride = row_weights.empty() ? cells : width;
  std::vector<Run> runs;
  for (std::size_t row = 0; row * stride < cells; ++row) {
    const double weight = row_weights.empty() ? 1 : row_weights[row];
    if (!(weight > 0)) continue;
    for (std::size_t begin = 0; begin < stride; begin += kCellsPerRun)
      runs.push_back({row * stride + begin, std::min(kCellsPerRun, stride - begin), weight});
  }
  return runs;
}

double pearson(const runtime::Job& job, std::span<const float> a, std::span<const float> b, const std::vector<Run>& runs) {
  constexpr std::size_t kRunsPerPart = 8;
  const auto for_each_run = [&](auto&& body) {
    job.parallel((runs.size() + kRunsPerPart - 1) / kRunsPerPart, [&](std::size_t part, unsigned) {
      for (std::size_t r = part * kRunsPerPart; r < std::min(runs.size(), (part + 1) * kRunsPerPart); ++r) body(r, runs[r]);
    });
  };
  std::vector<PairSums> sums(runs.size());
  for_each_run([&](std::size_t r, const Run& run) {
    GAM_DISPATCH(sum_pair, a.data() + run.begin, b.data() + run.begin, run.weight, run.count, &sums[r]);
  });
  PairSums total{0, 0, 0, 0};
  for (const PairSums& sum : sums) total = {total.count + sum.count, total.weight + sum.weight, total.a + sum.a, total.b + sum.b};
  if (total.count < kMinCells) return 0;

  const double mean_a = total.a / total.weight, mean_b = total.b / total.weight;
  std::vector<PairProducts> products(runs.size());
  for_each_run([&](std::size_t r, const Run& run) {
    GAM_DISPATCH(multiply_pair, a.data() + run.begin, b.data() + run.begin, run.weight, mean_a, mean_b, run.count, &products[r]);
  });
  PairProducts product{0, 0, 0};
  for (const PairProducts& p : products) product = {product.aa + p.aa, product.bb + p.bb, product.ab + p.ab};
  if (!(product.aa > 0 && product.bb > 0)) return 0;
  return std::clamp(product.ab / std::sqrt(product.aa) / std::sqrt(product.bb), -1.0, 1.0);
}

}  // namespace

std::vector<double> correlation(const runtime::Job& job, const Layers& layers, std::size_t width,
                                std::span<const double> row_weights) {
  const std::size_t n = layers.size();
  const std::vector<Run> runs = runs_of(layers[0].size(), width, row_weights);
  std::vector<double> matrix(n * n, 1.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) matrix[i * n + j] = matrix[j * n + i] = pearson(job, layers[i], layers[j], runs);
  return matrix;
}

}  // namespace gam::kernels
