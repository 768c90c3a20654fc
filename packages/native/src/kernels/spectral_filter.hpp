// Filters of plane grids in the wavenumber domain. The oracle, and the meaning of every step: core/src/reference/spectral.
#pragma once

#include <cstddef>
#include <span>

#include "kernels/spectral_plane.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

struct SpectralRequest {
  std::span<const float> values;  // row-major, row 0 in the north, NaN where there is no data
  PaddedAxis row, col;
  double east, north;  // metres between samples
  std::span<const double> steps;
  bool detrend;
  double plane_gain, east_gain, north_gain;  // what the filter makes of the plane and of its slopes
};

struct SpectralOutcome {
  double centre, east, north;  // the plane that was taken off, slopes per metre
  std::size_t filled;
};

// Filters into `out`, which may be `values`. Memory beside it: 4 bytes x rows x padded columns, and as much as the grid in doubles for gaps.
SpectralOutcome spectral_filter(const runtime::Job& job, const SpectralRequest& request, std::span<float> out);

// Half spectrum (interleaved complex, cols / 2 + 1 a row) of real values, kernel exp(-i ...), and back, divided by rows * cols.
void spectral_forward(const runtime::Job& job, std::size_t rows, std::size_t cols, std::span<const double> values, std::span<double> spectrum);
void spectral_inverse(const runtime::Job& job, std::size_t rows, std::size_t cols, std::span<const double> spectrum, std::span<double> values);

}  // namespace gam::kernels
