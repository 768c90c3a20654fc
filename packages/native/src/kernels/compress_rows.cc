#include "kernels/compress_rows.hpp"

#include <algorithm>
#include <atomic>
#include <bit>

namespace gam::kernels {
namespace {

// Magnitudes sorted into bins of 1/32 of an octave: the bits of a float above this one.
constexpr unsigned kBinShift = 18;
constexpr std::size_t kBins = std::size_t{1} << (31 - kBinShift);

std::size_t magnitude_bin(double value) { return (std::bit_cast<std::uint32_t>(static_cast<float>(value)) & 0x7fffffffU) >> kBinShift; }

// Calls visit(cell, column, scale) for the columns of one component.
template <typename Visit>
void for_each_column(const CompressedBasis& basis, std::size_t component, Visit&& visit) {
  const std::size_t layer_size = basis.shape.easting * basis.shape.northing;
  for (std::size_t i = 0; i < basis.cells.size(); ++i)
    visit(basis.cells[i], component * basis.cells.size() + i, basis.layer_scale[component * basis.shape.layers + basis.cells[i] / layer_size]);
}

// Drops the lowest bins as long as the tolerance allows; a bin goes or stays as a whole.
CompressedRow threshold(std::span<const double> spectrum, double tolerance, std::vector<double>& energy) {
  CompressedRow row;
  energy.assign(kBins, 0.0);
  for (const double value : spectrum) energy[magnitude_bin(value)] += value * value;
  for (const double part : energy) row.total += part;
  std::size_t lowest = 0;
  while (lowest < kBins && row.dropped + energy[lowest] <= tolerance * tolerance * row.total) row.dropped += energy[lowest++];
  for (std::size_t i = 0; i < spectrum.size(); ++i)
    if (magnitude_bin(spectrum[i]) >= lowest) {
      row.columns.push_back(static_cast<std::uint32_t>(i));
      row.values.push_back(static_cast<float>(spectrum[i]));
    }
  return row;
}

constexpr std::size_t kMaxParts = 8, kRowsPerPart = 64;

}  // namespace

std::vector<CompressedRow> compress_rows(const runtime::Job& job, const SensitivityMesh& mesh, const CompressedBasis& basis,
                                         const StationList& stations, double tolerance) {
  struct Buffers {
    PotentialLines::Workspace lines;
    std::vector<double> row, spectrum, scratch, energy;
  };
  const PotentialLines lines(mesh);
  const BlockTransform transform(basis.shape, basis.bases);
  std::vector<Buffers> buffers(job.threads(), Buffers{PotentialLines::Workspace(lines), std::vector<double>(lines.columns()),
                                                      std::vector<double>(basis.spectrum_size()), std::vector<double>(transform.scratch_size()), {}});
  std::vector<CompressedRow> rows(stations.size());
  std::atomic<std::size_t> done{0};
  job.parallel(stations.size(), [&](std::size_t i, unsigned worker) {
    Buffers& own = buffers[worker];
    lines.evaluate(stations[i], 0, lines.rows(), own.lines, [&](std::size_t column, std::size_t count, const double* values) {
      std::copy_n(values, count, own.row.data() + column);
    });
    std::fill(own.spectrum.begin(), own.spectrum.end(), 0.0);
    for (std::size_t component = 0; component < basis.components; ++component) {
      double* block = own.spectrum.data() + component * basis.shape.size();
      for_each_column(basis, component, [&](std::size_t cell, std::size_t column, double scale) { block[cell] = own.row[column] / scale; });
      transform.forward(block, own.scratch.data());
    }
    rows[i] = threshold(own.spectrum, tolerance, own.energy);
    job.progress(static_cast<double>(++done) / static_cast<double>(stations.size()));
  });
  return rows;
}

void compressed_apply(const runtime::Job& job, const CompressedMatrix& matrix, std::span<const double> x, std::span<double> out) {
  const CompressedBasis& basis = matrix.basis;
  const BlockTransform transform(basis.shape, basis.bases);
  std::vector<double> spectrum(basis.spectrum_size());
  job.parallel(basis.components, [&](std::size_t component, unsigned) {
    double* block = spectrum.data() + component * basis.shape.size();
    for_each_column(basis, component, [&](std::size_t cell, std::size_t column, double scale) { block[cell] = x[column] * scale; });
    std::vector<double> scratch(transform.scratch_size());
    transform.forward(block, scratch.data());
  });
  const std::size_t parts = (matrix.rows() + kRowsPerPart - 1) / kRowsPerPart;
  job.parallel(parts, [&](std::size_t part, unsigned) {
    for (std::size_t row = part * kRowsPerPart; row < std::min(matrix.rows(), (part + 1) * kRowsPerPart); ++row) {
      double sum = 0;
      const auto end = static_cast<std::size_t>(matrix.offsets[row + 1]);
      for (auto k = static_cast<std::size_t>(matrix.offsets[row]); k < end; ++k) sum += static_cast<double>(matrix.values[k]) * spectrum[matrix.columns[k]];
      out[row] = sum;
    }
  });
}

void compressed_adjoint(const runtime::Job& job, const CompressedMatrix& matrix, std::span<const double> y, std::span<double> out) {
  const CompressedBasis& basis = matrix.basis;
  const std::size_t parts = std::clamp<std::size_t>(matrix.rows() / kRowsPerPart, 1, kMaxParts);
  std::vector<std::vector<double>> spectra(parts);
  job.parallel(parts, [&](std::size_t part, unsigned) {
    spectra[part].assign(basis.spectrum_size(), 0.0);
    double* spectrum = spectra[part].data();
    for (std::size_t row = matrix.rows() * part / parts; row < matrix.rows() * (part + 1) / parts; ++row) {
      const auto end = static_cast<std::size_t>(matrix.offsets[row + 1]);
      for (auto k = static_cast<std::size_t>(matrix.offsets[row]); k < end; ++k) spectrum[matrix.columns[k]] += static_cast<double>(matrix.values[k]) * y[row];
    }
  });
  const BlockTransform transform(basis.shape, basis.bases);
  job.parallel(basis.components, [&](std::size_t component, unsigned) {
    double* block = spectra[0].data() + component * basis.shape.size();
    for (std::size_t part = 1; part < parts; ++part)
      for (std::size_t i = 0; i < basis.shape.size(); ++i) block[i] += spectra[part][component * basis.shape.size() + i];
    std::vector<double> scratch(transform.scratch_size());
    transform.inverse(block, scratch.data());
    for_each_column(basis, component, [&](std::size_t cell, std::size_t column, double scale) { out[column] = block[cell] * scale; });
  });
}

}  // namespace gam::kernels
