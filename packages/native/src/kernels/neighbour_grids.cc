#include "kernels/neighbour_grids.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace gam::kernels {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// Calls sample(neighbours found, how many) for each sample. Along a row the search starts from what the sample before found.
template <typename Sample>
void each_sample(const runtime::Job& job, const NeighbourIndex& index, const SampleLattice& lattice, std::size_t neighbours, double radius,
                 std::span<float> out, Sample&& sample) {
  job.parallel(lattice.rows, [&](std::size_t row, unsigned) {
    std::vector<Neighbour> found(neighbours);
    const double y = lattice.y - static_cast<double>(row) * lattice.dy;
    std::size_t held = 0;
    for (std::size_t col = 0; col < lattice.cols; ++col) {
      const double x = lattice.x + static_cast<double>(col) * lattice.dx;
      held = index.nearest(x, y, neighbours, radius, held, found.data());
      out[row * lattice.cols + col] = sample(found.data(), held);
    }
  });
}

double raised(double distance2, unsigned power) {
  double result = power % 2 == 1 ? std::sqrt(distance2) : 1;
  for (unsigned i = 0; i < power / 2; ++i) result *= distance2;
  return result;
}

}  // namespace

void inverse_distance(const runtime::Job& job, const NeighbourIndex& index, const SampleLattice& lattice, std::size_t neighbours,
                      unsigned power, double radius, std::span<float> out) {
  each_sample(job, index, lattice, neighbours, radius, out, [power](const Neighbour* found, std::size_t held) {
    if (held == 0) return kNaN;
    double sum = 0, weights = 0;
    if (found[0].distance2 == 0) {
      for (std::size_t i = 0; i < held && found[i].distance2 == 0; ++i, ++weights) sum += found[i].value;
    } else {
      for (std::size_t i = 0; i < held; ++i) {
        // Relative to the nearest, so that no power overflows.
        const double weight = raised(found[0].distance2 / found[i].distance2, power);
        sum += weight * found[i].value;
        weights += weight;
      }
    }
    return static_cast<float>(sum / weights);
  });
}

void nearest_distance(const runtime::Job& job, const NeighbourIndex& index, const SampleLattice& lattice, std::span<float> out) {
  each_sample(job, index, lattice, 1, std::numeric_limits<double>::infinity(), out,
              [](const Neighbour* found, std::size_t held) { return held == 0 ? kNaN : static_cast<float>(std::sqrt(found[0].distance2)); });
}

void nearest_distance_at(const runtime::Job& job, const NeighbourIndex& index, std::span<const double> easting,
                         std::span<const double> northing, double scale_e, double scale_n, std::span<float> out) {
  constexpr std::size_t kChunk = 4096;
  job.parallel((out.size() + kChunk - 1) / kChunk, [&](std::size_t chunk, unsigned) {
    for (std::size_t i = chunk * kChunk, end = std::min(out.size(), i + kChunk); i < end; ++i) {
      Neighbour found{};
      if (!std::isfinite(easting[i]) || !std::isfinite(northing[i])) {
        out[i] = kNaN;
        continue;
      }
      const std::size_t held = index.nearest(easting[i] * scale_e, northing[i] * scale_n, 1, std::numeric_limits<double>::infinity(), 0, &found);
      out[i] = held == 0 ? kNaN : static_cast<float>(std::sqrt(found.distance2));
    }
  });
}

}  // namespace gam::kernels
