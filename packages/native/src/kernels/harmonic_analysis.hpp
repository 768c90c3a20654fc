// Spherical harmonic analysis: coefficients from samples on a whole grid of parallels, pole to pole.
//
// Along each parallel a discrete Fourier transform separates the orders exactly (2 max_degree < columns). For each order the
// coefficients follow by weighted least squares over the parallels, at their true radius and geocentric latitude; functions
// even and odd about the equator are separate systems. The weights are those of Fejer's rule (cell centres) or of Clenshaw
// and Curtis (nodes with poles), so on a sphere, for 2 max_degree < rows, the functions are orthogonal and the quadrature
// is the solution; otherwise the normal equations are factorised (Cholesky). In both cases one step of refinement with the
// true residual follows, which restores the digits that the normal equations lose.
#pragma once

#include <cstddef>
#include <span>

#include "kernels/harmonic_parallels.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

struct AnalysisGrid {
  ParallelGrid grid;     // symmetric about the equator; columns may repeat the first one at the end
  bool with_poles;       // first and last row are the poles
  bool on_sphere;        // `ellipsoid` is the sphere of the reference radius
  Ellipsoid ellipsoid;
};

inline constexpr std::ptrdiff_t kDetermined = -1;

// values: row-major. cosine, sine: degree n, order m at n (n + 1) / 2 + m, of V = sum (a / r)^(n + 1) (C cos + S sin) P_nm.
// Returns kDetermined, or an order whose coefficients the parallels do not determine; the outputs are then undefined.
std::ptrdiff_t harmonic_analysis(const runtime::Job& job, const AnalysisGrid& surface, double reference_radius, std::size_t max_degree,
                                 std::span<const double> values, std::span<double> cosine, std::span<double> sine);

}  // namespace gam::kernels
