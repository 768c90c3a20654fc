// Closed forms of prisms with shared corners: the primitive is evaluated once at each node of a mesh and differences between
// neighbouring nodes along the three axes give the cells.
//
// Gravity: |x| ln a + |y| ln b - |z| atan(|x| |y| / (|z| r)) with the sign of x y, where a = (|y| + r) / sqrt(x^2 + z^2) and
// b = (|x| + r) / sqrt(y^2 + z^2): x ln(y + r) + ... less what cancels between nodes, so that no digit is lost to it.
// Second derivatives: logarithms and angles in the same way; the angle of uu follows from the other two by Laplace's equation.
// Offsets are node - station.
#pragma once

#include <cstddef>

#include "runtime/dispatch.hpp"

namespace gam::kernels {

// Weights of the second derivatives; the mixed ones count both of their places.
struct TensorWeights {
  double ee, nn, uu, en, eu, nu;
};

// A line of nodes along easting, for all of which northing y and upward z are the same. Arrays are padded by 8.
struct NodeLine {
  const double* x;
  const double* inverse_xz;  // 1 / max(sqrt(x^2 + z^2), floor)
  const double* inverse_xy;  // 1 / max(sqrt(x^2 + y^2), floor); tensors only
  double y, z;
  double inverse_yz;
};

// Distance from an edge below which it is taken for this: gravity has a limit on edges, second derivatives grow without bound (metres).
inline constexpr double kGravityEdge = 1e-150;
inline constexpr double kTensorEdge = 1e-3;
// Second derivatives jump on faces: a station on the plane of one is taken to be so far east, north or above of it (metres).
inline constexpr double kTensorNudge = 1e-9;

}  // namespace gam::kernels

GAM_DECLARE_FOR_EACH_ISA(
    // inverse_i = 1 / max(sqrt(x_i^2 + across^2), floor)
    void prism_inverse_distances(const double* x, double across, double floor, std::size_t count, double* inverse);
    void prism_gravity_nodes(const gam::kernels::NodeLine& line, std::size_t first, std::size_t count, double* out);
    // One line of out for each of `components` (1 or 3) sets of weights.
    void prism_tensor_nodes(const gam::kernels::NodeLine& line, const gam::kernels::TensorWeights* weights, std::size_t components,
                            std::size_t first, std::size_t count, double* const* out);
    // Of two lines of nodes, south and north: the differences along both axes, for cells first .. first + count.
    void prism_differences(const double* south, const double* north, std::size_t first, std::size_t count, double* out);
    // out = scale * (above - below)
    void prism_cells(const double* above, const double* below, double scale, std::size_t first, std::size_t count, double* out))
