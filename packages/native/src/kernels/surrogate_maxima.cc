#include "kernels/surrogate_maxima.hpp"

#include <algorithm>
#include <atomic>
#include <memory>

namespace gam::kernels {
namespace {

struct Worker {
  Worker(const SurrogatePlan& plan, const BandPlan& bands)
      : workspace(plan), even(bands.cells()), odd(bands.cells()), band(bands.cells()), scratch(bands.scratch_size()) {}
  SurrogatePlan::Workspace workspace;
  std::vector<float> even, odd, band;
  std::vector<double> scratch;
};

}  // namespace

void surrogate_maxima(const runtime::Job& job, const SurrogatePlan& plan, const BandPlan& bands, std::size_t surrogates,
                      std::span<const double> probabilities, std::span<double> positive, std::span<double> negative,
                      std::span<double> quantiles) {
  std::vector<std::unique_ptr<Worker>> workers(job.threads());
  const std::size_t pairs = (surrogates + 1) / 2;
  std::atomic<std::size_t> done{0};
  job.parallel(pairs, [&](std::size_t pair, unsigned worker) {
    if (!workers[worker]) workers[worker] = std::make_unique<Worker>(plan, bands);
    Worker& own = *workers[worker];
    const bool has_odd = 2 * pair + 1 < surrogates;
    plan.draw(pair, own.workspace, own.even, has_odd ? std::span<float>(own.odd) : std::span<float>());
    for (std::size_t half = 0; half < (has_odd ? 2u : 1u); ++half)
      for (std::size_t scale = 0; scale < bands.scales(); ++scale) {
        job.check();
        bands.band(scale, half == 0 ? own.even : own.odd, own.band, own.scratch);
        float highest = 0, lowest = 0;
        for (const float value : own.band) {  // NaN compares false
          if (value > highest) highest = value;
          if (value < lowest) lowest = value;
        }
        const std::size_t entry = (2 * pair + half) * bands.scales() + scale;
        positive[entry] = static_cast<double>(highest);
        bands.quantiles(own.band, probabilities, quantiles.subspan(entry * probabilities.size(), probabilities.size()));
        negative[entry] = -static_cast<double>(lowest);
      }
    job.progress(static_cast<double>(done.fetch_add(1) + 1) / static_cast<double>(pairs));
  });
}

}  // namespace gam::kernels
