// Second half of synthesis: fields along the rows of a grid, from one or more models, handed on eight rows at a time.
//
// Works through the parallels in bands, so that memory does not grow with the grid.
#pragma once

#include <array>
#include <functional>
#include <span>
#include <vector>

#include "kernels/harmonic_spectrum.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

// Eight parallels of one hemisphere. A lane without a row (no sample of the grid lies there) holds numbers nobody needs.
struct HarmonicBatch {
  std::array<std::ptrdiff_t, 8> rows;    // kNoRow: none
  std::array<MeridianPoint, 8> points;   // of the northern image: mirror by `side`
  double side;                           // 1 north, -1 south
  std::size_t columns;
  std::span<double* const> fields;       // one per component of the first model, then of the next: columns x 8 lanes
};

// Calls finish(batch) for every row of the grid once, on any thread and in any order. finish may overwrite the fields.
void harmonic_rows(const runtime::Job& job, const ParallelGrid& grid, const Ellipsoid& ellipsoid, double height,
                   std::span<HarmonicSpectrum> models, const std::function<void(const HarmonicBatch&)>& finish);

// Where results go, row-major: exactly one of the two is given.
struct HarmonicOutput {
  float* single = nullptr;
  double* full = nullptr;
};

// Writes columns x 8 lanes to the rows of the batch.
void store_rows(const HarmonicBatch& batch, const double* values, const HarmonicOutput& output);

}  // namespace gam::kernels
