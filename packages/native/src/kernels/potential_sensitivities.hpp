// The sensitivity matrix of a mesh, stored or used on the fly.
#pragma once

#include "kernels/potential_lines.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

struct StationList {
  std::span<const double> easting, northing, upward;
  std::size_t size() const { return easting.size(); }
  Station operator[](std::size_t i) const { return {easting[i], northing[i], upward[i]}; }
};

// matrix: stations x columns, row-major.
void potential_matrix(const runtime::Job& job, const SensitivityMesh& mesh, const StationList& stations, std::span<float> matrix);

// The row of one station in double precision.
void potential_row(const runtime::Job& job, const SensitivityMesh& mesh, const Station& station, std::span<double> row);

// out = A model
void potential_forward(const runtime::Job& job, const SensitivityMesh& mesh, const StationList& stations, std::span<const double> model,
                       std::span<double> out);

// out_j = sum_i weights_i A_ij, or A_ij^2
void potential_adjoint(const runtime::Job& job, const SensitivityMesh& mesh, const StationList& stations, std::span<const double> weights,
                       bool squared, std::span<double> out);

}  // namespace gam::kernels
