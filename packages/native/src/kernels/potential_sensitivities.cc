#include "kernels/potential_sensitivities.hpp"

#include <algorithm>
#include <atomic>

#include "kernels/potential_sums.hpp"

namespace gam::kernels {
namespace {

// Lines of cells that one part of an adjoint owns. A part evaluates one line of nodes too many.
constexpr std::size_t kStrip = 16;

// Calls visit(station, workspace) for each station, on any thread.
template <typename Visit>
void for_each_station(const runtime::Job& job, const PotentialLines& lines, const StationList& stations, Visit&& visit) {
  std::vector<PotentialLines::Workspace> workspaces(std::min<std::size_t>(job.threads(), std::max<std::size_t>(1, stations.size())),
                                                    PotentialLines::Workspace(lines));
  std::atomic<std::size_t> done{0};
  job.parallel(stations.size(), [&](std::size_t i, unsigned worker) {
    visit(i, workspaces[worker]);
    job.progress(static_cast<double>(++done) / static_cast<double>(stations.size()));
  });
}

}  // namespace

void potential_matrix(const runtime::Job& job, const SensitivityMesh& mesh, const StationList& stations, std::span<float> matrix) {
  const PotentialLines lines(mesh);
  for_each_station(job, lines, stations, [&](std::size_t i, PotentialLines::Workspace& workspace) {
    float* row = matrix.data() + i * lines.columns();
    lines.evaluate(stations[i], 0, lines.rows(), workspace, [row](std::size_t column, std::size_t count, const double* values) {
      GAM_DISPATCH(potential_store, values, count, row + column);
    });
  });
}

void potential_row(const runtime::Job& job, const SensitivityMesh& mesh, const Station& station, std::span<double> row) {
  const double one = 1;
  const StationList stations{{&station.easting, 1}, {&station.northing, 1}, {&station.upward, 1}};
  potential_adjoint(job, mesh, stations, {&one, 1}, false, row);
}

void potential_forward(const runtime::Job& job, const SensitivityMesh& mesh, const StationList& stations, std::span<const double> model,
                       std::span<double> out) {
  const PotentialLines lines(mesh);
  for_each_station(job, lines, stations, [&](std::size_t i, PotentialLines::Workspace& workspace) {
    double sum = 0;
    lines.evaluate(stations[i], 0, lines.rows(), workspace, [&](std::size_t column, std::size_t count, const double* values) {
      sum += GAM_DISPATCH(potential_dot, values, model.data() + column, count);
    });
    out[i] = sum;
  });
}

void potential_adjoint(const runtime::Job& job, const SensitivityMesh& mesh, const StationList& stations, std::span<const double> weights,
                       bool squared, std::span<double> out) {
  const PotentialLines lines(mesh);
  std::fill(out.begin(), out.end(), 0.0);
  const std::size_t strip = std::clamp<std::size_t>(lines.rows() / 8, 1, kStrip);
  const std::size_t strips = (lines.rows() + strip - 1) / strip;
  std::vector<PotentialLines::Workspace> workspaces(std::min<std::size_t>(job.threads(), strips), PotentialLines::Workspace(lines));
  std::atomic<std::size_t> done{0};
  job.parallel(strips, [&](std::size_t part, unsigned worker) {
    const std::size_t first = part * strip, end = std::min(lines.rows(), first + strip);
    for (std::size_t i = 0; i < stations.size(); ++i) {
      job.check();
      const double weight = weights[i];
      if (weight == 0) continue;
      lines.evaluate(stations[i], first, end, workspaces[worker], [&](std::size_t column, std::size_t count, const double* values) {
        GAM_DISPATCH(potential_add, values, weight, squared, count, out.data() + column);
      });
    }
    job.progress(static_cast<double>(++done) / static_cast<double>(strips));
  });
}

}  // namespace gam::kernels
