// Grids from the nearest readings of each sample.
#pragma once

#include <cstddef>
#include <span>

#include "kernels/neighbour_index.hpp"

namespace gam::kernels {

// Samples of a grid in the scaled plane of a NeighbourIndex: sample (row, col) stands at (x + col * dx, y - row * dy).
struct SampleLattice {
  std::size_t rows, cols;
  double x, y, dx, dy;
};

// sum v / d^power over sum 1 / d^power of the up to `neighbours` nearest readings within `radius` (may be infinite); a sample on
// readings has their mean; NaN where no reading is within reach. `power`: whole, 1 .. 8.
void inverse_distance(const runtime::Job& job, const NeighbourIndex& index, const SampleLattice& lattice, std::size_t neighbours,
                      unsigned power, double radius, std::span<float> out);

// Distance from each sample to the nearest reading, in units of the scaled plane; NaN if there is no reading.
void nearest_distance(const runtime::Job& job, const NeighbourIndex& index, const SampleLattice& lattice, std::span<float> out);

// The same at single places, in units of the readings.
void nearest_distance_at(const runtime::Job& job, const NeighbourIndex& index, std::span<const double> easting,
                         std::span<const double> northing, double scale_e, double scale_n, std::span<float> out);

}  // namespace gam::kernels
