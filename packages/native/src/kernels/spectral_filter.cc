#include "kernels/spectral_filter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <vector>

#include "kernels/spectral_fill.hpp"

namespace gam::kernels {
namespace {

struct Plane {
  double centre = 0, east = 0, north = 0;  // slopes per sample
};

// Sums of x, y, f, xx, xy, yy, xf, yf over the samples that are not NaN; x and y in samples from the centre.
struct PlaneSums {
  std::size_t count = 0;
  std::array<double, 8> of{};
};

PlaneSums plane_sums(const runtime::Job& job, const SpectralRequest& request) {
  const std::size_t rows = request.row.samples, cols = request.col.samples;
  std::vector<SpectralRowSums> sums(rows);
  constexpr std::size_t kBlock = 64;
  job.parallel((rows + kBlock - 1) / kBlock, [&](std::size_t block, unsigned) {
    for (std::size_t row = block * kBlock; row < std::min(rows, (block + 1) * kBlock); ++row)
      sums[row] = GAM_DISPATCH(spectral_row_sums, request.values.data() + row * cols, cols);
  });
  PlaneSums total;
  const double middle = (static_cast<double>(cols) - 1) / 2;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto [n, column, square, f, product] = sums[row];
    const double y = (static_cast<double>(rows) - 1) / 2 - static_cast<double>(row);
    const double x = column - middle * n;
    const std::array<double, 8> terms{x, y * n, f, square - middle * (2 * column - middle * n), y * x, y * y * n, product - middle * f, y * f};
    total.count += static_cast<std::size_t>(n);
    for (std::size_t i = 0; i < terms.size(); ++i) total.of[i] += terms[i];
  }
  return total;
}

// Least squares; a slope that the samples do not determine is 0.
Plane fit_plane(const PlaneSums& sums) {
  if (sums.count == 0) return {};
  std::array<double, 8> mean = sums.of;
  for (double& value : mean) value /= static_cast<double>(sums.count);
  const auto [x, y, f, xx, xy, yy, xf, yf] = mean;
  const double a = xx - x * x, b = xy - x * y, c = yy - y * y, p = xf - x * f, q = yf - y * f;
  const double determinant = a * c - b * b;
  const bool whole = determinant > 1e-9 * a * c;
  const double east = whole ? (c * p - b * q) / determinant : a > c ? p / a : 0;
  const double north = whole ? (a * q - b * p) / determinant : c >= a && c > 0 ? q / c : 0;
  return {f - east * x - north * y, east, north};
}

// Value of a plane at column 0 of sixteen rows.
std::array<double, SpectralPlane<float>::kRows> at_west_edge(const Plane& plane, const SpectralRequest& request, std::size_t first) {
  std::array<double, SpectralPlane<float>::kRows> base;
  const double west = plane.centre - plane.east * (static_cast<double>(request.col.samples) - 1) / 2;
  for (std::size_t i = 0; i < base.size(); ++i)
    base[i] = west + plane.north * ((static_cast<double>(request.row.samples) - 1) / 2 - static_cast<double>(first + i));
  return base;
}

// Values minus the plane, gaps filled.
std::vector<double> filled_residual(const runtime::Job& job, const SpectralRequest& request, const Plane& plane) {
  const std::size_t cols = request.col.samples;
  std::vector<double> residual(request.values.begin(), request.values.end());
  for (std::size_t row = 0; row < request.row.samples; ++row) {
    const double base = at_west_edge(plane, request, row)[0];
    for (std::size_t col = 0; col < cols; ++col) residual[row * cols + col] -= base + plane.east * static_cast<double>(col);
  }
  fill_gaps(job, residual, request.row.samples, cols);
  return residual;
}

// Wavenumber of each bin of an axis, rad/m; negative beyond half the length.
std::vector<double> wavenumbers(std::size_t length, double step) {
  std::vector<double> k(length);
  for (std::size_t bin = 0; bin < length; ++bin) {
    const double place = static_cast<double>(bin) - (2 * bin <= length ? 0 : static_cast<double>(length));
    k[bin] = 2 * std::numbers::pi * place / (static_cast<double>(length) * step);
  }
  return k;
}

}  // namespace

SpectralOutcome spectral_filter(const runtime::Job& job, const SpectralRequest& request, std::span<float> out) {
  const std::size_t cols = request.col.samples;
  const float* values = request.values.data();
  const std::size_t samples = request.values.size();
  const PlaneSums sums = request.detrend ? plane_sums(job, request) : PlaneSums{samples, {}};
  const Plane plane = request.detrend ? fit_plane(sums) : Plane{};

  SpectralPlane<float> transform(job, request.row, request.col);
  std::size_t gaps = samples - sums.count;
  if (gaps == 0) {
    // Without a plane nobody has looked for gaps yet: they are counted on the way, and the pass is done again if there are any.
    std::vector<std::size_t> found(transform.row_blocks());
    transform.forward_rows([&](std::size_t first, std::size_t count, double* elements) {
      const auto base = at_west_edge(plane, request, first);
      GAM_DISPATCH(spectral_pack, values + first * cols, cols, count, cols, base.data(), plane.east, elements);
      if (!request.detrend) found[first / transform.kRows] = GAM_DISPATCH(spectral_gaps, values + first * cols, count * cols);
    });
    gaps = std::accumulate(found.begin(), found.end(), std::size_t{0});
  }
  const SpectralOutcome outcome{plane.centre, plane.east / request.east, plane.north / request.north, gaps};
  if (gaps == samples) {
    std::fill(out.begin(), out.end(), std::numeric_limits<float>::quiet_NaN());
    return outcome;
  }
  if (gaps > 0) {
    const std::vector<double> filled = filled_residual(job, request, plane);
    transform.forward_rows([&](std::size_t first, std::size_t count, double* elements) {
      GAM_DISPATCH(spectral_pack_double, filled.data() + first * cols, cols, count, cols, elements);
    });
  }

  const std::size_t length = request.col.length, rows = request.row.length;
  std::vector<double> east = wavenumbers(length, request.east);
  east.resize(std::max(length, kSpectralLanes * transform.groups()));
  std::vector<double> mirror = east;
  const bool nyquist = length % 2 == 0;
  if (nyquist) mirror[length / 2] = -mirror[length / 2];
  const std::vector<double> north = wavenumbers(rows, -request.north);
  const double scale = 0.5 / (static_cast<double>(rows) * static_cast<double>(length));
  // With the kernel exp(+i ...) a bin holds the wave exp(-i ...): its conjugate is the one that the gain is for.
  transform.columns([&](std::size_t group, double* spectrum, double* spare) {
    const std::size_t first = kSpectralLanes * group;
    const bool turned = nyquist && length / 2 >= first && length / 2 < first + kSpectralLanes;
    const SpectralGain gain{request.steps.data(), request.steps.size() / kSpectralStep, &east[first], turned ? &mirror[first] : nullptr,
                            north.data(), rows % 2 == 0 ? rows / 2 : rows, scale};
    GAM_DISPATCH(spectral_apply, gain, spectrum, rows);
    return transform.row_line().transform(spectrum, spare);
  });

  const double kept = request.plane_gain;
  const Plane back{kept * plane.centre + request.east_gain * outcome.east + request.north_gain * outcome.north, kept * plane.east,
                   kept * plane.north};
  transform.backward_rows([&](std::size_t first, std::size_t count, const double* elements) {
    const auto base = at_west_edge(back, request, first);
    const float* mask = gaps > 0 ? values + first * cols : nullptr;
    GAM_DISPATCH(spectral_unpack, elements, count, cols, base.data(), back.east, mask, out.data() + first * cols);
  });
  return outcome;
}

void spectral_forward(const runtime::Job& job, std::size_t rows, std::size_t cols, std::span<const double> values,
                      std::span<double> spectrum) {
  SpectralPlane<double> transform(job, {rows, rows, 0}, {cols, cols, 0});
  transform.forward_rows([&](std::size_t first, std::size_t count, double* elements) {
    GAM_DISPATCH(spectral_pack_double, values.data() + first * cols, cols, count, cols, elements);
  });
  const std::size_t half = transform.half();
  transform.columns([&](std::size_t group, double* elements, double*) {
    const std::size_t first = kSpectralLanes * group;
    const std::size_t lanes = std::min(kSpectralLanes, half - first);
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        spectrum[2 * (row * half + first + lane)] = 0.5 * elements[kSpectralElement * row + lane];
        spectrum[2 * (row * half + first + lane) + 1] = -0.5 * elements[kSpectralElement * row + kSpectralLanes + lane];
      }
    return elements;
  });
}

void spectral_inverse(const runtime::Job& job, std::size_t rows, std::size_t cols, std::span<const double> spectrum,
                      std::span<double> values) {
  SpectralPlane<double> transform(job, {rows, rows, 0}, {cols, cols, 0});
  const std::size_t half = transform.half();
  job.parallel(transform.groups(), [&](std::size_t group, unsigned) {
    double* elements = transform.group(group);
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t lane = 0; lane < kSpectralLanes; ++lane) {
        const std::size_t column = kSpectralLanes * group + lane;
        const double* bin = &spectrum[2 * (row * half + std::min(column, half - 1))];
        elements[kSpectralElement * row + lane] = bin[0];
        elements[kSpectralElement * row + kSpectralLanes + lane] = bin[1];
      }
  });
  transform.columns([](std::size_t, double* elements, double*) { return elements; });
  const double scale = 1 / (static_cast<double>(rows) * static_cast<double>(cols));
  transform.backward_rows([&](std::size_t first, std::size_t count, const double* elements) {
    GAM_DISPATCH(spectral_unpack_double, elements, count, cols, scale, values.data() + first * cols);
  });
}

}  // namespace gam::kernels
