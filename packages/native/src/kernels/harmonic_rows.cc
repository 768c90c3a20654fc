#include "kernels/harmonic_rows.hpp"

#include <algorithm>

#include "kernels/fourier_plan.hpp"
#include "kernels/legendre_sum.hpp"

namespace gam::kernels {
namespace {

// Amplitudes of one band, 64 MB: the recursions are prepared once for the whole globe at 0.1 degree up to degree 2190.
constexpr std::size_t kBandDoubles = std::size_t{8} << 20;

std::size_t band_parallels(std::span<const HarmonicSpectrum> models) {
  std::size_t size = 1;
  for (const HarmonicSpectrum& model : models) size += model.size_per_parallel();
  return std::max<std::size_t>(1, kBandDoubles / size / kLegendreBlock) * kLegendreBlock;
}

struct Worker {
  std::vector<std::vector<double>> fields;
  std::vector<double*> pointers;
  std::vector<double> scratch;
};

}  // namespace

void harmonic_rows(const runtime::Job& job, const ParallelGrid& grid, const Ellipsoid& ellipsoid, double height,
                   std::span<HarmonicSpectrum> models, const std::function<void(const HarmonicBatch&)>& finish) {
  const std::vector<Parallel> parallels = pair_parallels(grid, ellipsoid, height);
  std::vector<FourierPlan> plans;
  for (const HarmonicSpectrum& model : models)
    plans.emplace_back(grid.cols, grid.first_longitude, grid.longitude_step, model.max_order());
  std::vector<Worker> workers(job.threads());

  const auto transform_batch = [&](Worker& worker, std::span<const Parallel> band, std::size_t group, std::size_t hemisphere) {
    HarmonicBatch batch;
    bool any = false;
    for (std::size_t lane = 0; lane < 8; ++lane) {
      const std::size_t place = 8 * group + lane;
      batch.rows[lane] = place < band.size() ? band[place].row[hemisphere] : kNoRow;
      batch.points[lane] = band[std::min(place, band.size() - 1)].point;
      any = any || batch.rows[lane] != kNoRow;
    }
    if (!any) return;
    worker.pointers.clear();
    std::size_t field = 0;
    for (std::size_t model = 0; model < models.size(); ++model)
      for (std::size_t component = 0; component < models[model].components(); ++component, ++field) {
        if (worker.fields.size() <= field) worker.fields.emplace_back();
        worker.fields[field].resize(plans[model].output_size());
        worker.scratch.resize(std::max(worker.scratch.size(), plans[model].scratch_size()));
        worker.pointers.push_back(worker.fields[field].data());
        plans[model].evaluate(models[model].orders(component, group, hemisphere), worker.pointers.back(), worker.scratch.data());
      }
    batch.side = hemisphere == 0 ? 1 : -1;
    batch.columns = grid.cols;
    batch.fields = worker.pointers;
    finish(batch);
  };

  const std::size_t step = band_parallels(models);
  for (std::size_t first = 0; first < parallels.size(); first += step) {
    const std::span<const Parallel> band(&parallels[first], std::min(step, parallels.size() - first));
    for (HarmonicSpectrum& model : models) model.compute(job, band);
    job.parallel((band.size() + 7) / 8 * 2, [&](std::size_t part, unsigned worker) {
      transform_batch(workers[worker], band, part / 2, part % 2);
    });
    job.progress(static_cast<double>(first + band.size()) / static_cast<double>(parallels.size()));
  }
}

void store_rows(const HarmonicBatch& batch, const double* values, const HarmonicOutput& output) {
  constexpr std::size_t block = 8;
  const auto write = [&](auto* out) {
    for (std::size_t first = 0; first < batch.columns; first += block) {
      const std::size_t end = std::min(first + block, batch.columns);
      for (std::size_t lane = 0; lane < 8; ++lane) {
        if (batch.rows[lane] == kNoRow) continue;
        auto* row = out + static_cast<std::size_t>(batch.rows[lane]) * batch.columns;
        for (std::size_t column = first; column < end; ++column)
          row[column] = static_cast<std::remove_reference_t<decltype(*row)>>(values[8 * column + lane]);
      }
    }
  };
  if (output.single != nullptr)
    write(output.single);
  else
    write(output.full);
}

}  // namespace gam::kernels
