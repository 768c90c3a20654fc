// Sensitivities in a basis where most of them vanish: rows are divided by a scale for each layer, transformed by BlockTransform, and the
// smallest coefficients are dropped as long as the dropped part of a row stays within a tolerance of its norm.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/compress_transform.hpp"
#include "kernels/potential_sensitivities.hpp"

namespace gam::kernels {

// Where the columns of a matrix lie in blocks of cells, one block for each component.
struct CompressedBasis {
  BlockShape shape;
  BlockBases bases;
  std::size_t components;
  std::span<const std::uint32_t> cells;
  std::span<const double> layer_scale;  // components x layers

  std::size_t spectrum_size() const { return components * shape.size(); }
};

struct CompressedRow {
  std::vector<std::uint32_t> columns;
  std::vector<float> values;
  double dropped = 0, total = 0;  // squared norms
};

std::vector<CompressedRow> compress_rows(const runtime::Job& job, const SensitivityMesh& mesh, const CompressedBasis& basis,
                                         const StationList& stations, double tolerance);

// Compressed sparse rows.
struct CompressedMatrix {
  CompressedBasis basis;
  std::span<const double> offsets;  // rows + 1
  std::span<const std::uint32_t> columns;
  std::span<const float> values;

  std::size_t rows() const { return offsets.size() - 1; }
};

void compressed_apply(const runtime::Job& job, const CompressedMatrix& matrix, std::span<const double> x, std::span<double> out);
void compressed_adjoint(const runtime::Job& job, const CompressedMatrix& matrix, std::span<const double> y, std::span<double> out);

}  // namespace gam::kernels
