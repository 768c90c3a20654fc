#include "kernels/prism_nodes.hpp"

#include "kernels/prism_gravity_lanes.hpp"

namespace gam::GAM_ISA {
namespace {

// Terms that all second derivatives are made of.
struct TensorTerms {
  Lanes en, eu, nu;  // logarithms
  Lanes ee, nn;      // angles
  Bits octant;       // sign of x y z
};

inline TensorTerms tensor_terms(const kernels::NodeLine& line, std::size_t i) {
  const Lanes x = load(line.x + i), y = all(line.y), z = all(line.z);
  const Lanes ax = magnitude(x), ay = magnitude(y), az = magnitude(z);
  const Lanes r = square_root(x * x + (y * y + z * z));
  const Lanes edge = all(kernels::kTensorEdge);
  const Bits octant = sign_of(x) ^ sign_of(y) ^ sign_of(z);
  return {signed_by(sign_of(z), logarithm(larger(az + r, edge) * load(line.inverse_xy + i))),
          signed_by(sign_of(y), logarithm(larger(ay + r, edge) * load(line.inverse_xz + i))),
          signed_by(sign_of(x), logarithm(larger(ax + r, edge) * line.inverse_yz)),
          signed_by(octant, angle(ay * az, ax * r)),
          signed_by(octant, angle(ax * az, ay * r)),
          octant};
}

inline Lanes weigh(const TensorTerms& terms, const kernels::TensorWeights& w) {
  const Lanes logarithms = w.en * terms.en + w.eu * terms.eu + w.nu * terms.nu;
  const Lanes angles = (w.ee - w.uu) * terms.ee + (w.nn - w.uu) * terms.nn;
  return logarithms - angles - signed_by(terms.octant, all(w.uu * 1.5707963267948966));
}

}  // namespace

void prism_inverse_distances(const double* x, double across, double floor, std::size_t count, double* inverse) {
  for (std::size_t i = 0; i < count; i += kWidth) {
    const Lanes along = load(x + i);
    store(inverse + i, 1.0 / larger(square_root(along * along + across * across), all(floor)));
  }
}

void prism_gravity_nodes(const kernels::NodeLine& line, std::size_t first, std::size_t count, double* out) {
  for (std::size_t i = first; i < first + count; i += kWidth)
    store(out + i, gravity_primitive(load(line.x + i), line.y, line.z, load(line.inverse_xz + i), line.inverse_yz));
}

void prism_tensor_nodes(const kernels::NodeLine& line, const kernels::TensorWeights* weights, std::size_t components, std::size_t first,
                        std::size_t count, double* const* out) {
  for (std::size_t i = first; i < first + count; i += kWidth) {
    const TensorTerms terms = tensor_terms(line, i);
    for (std::size_t c = 0; c < components; ++c) store(out[c] + i, weigh(terms, weights[c]));
  }
}

void prism_differences(const double* south, const double* north, std::size_t first, std::size_t count, double* out) {
  for (std::size_t i = first; i < first + count; i += kWidth)
    store(out + i, (load(north + i + 1) - load(north + i)) - (load(south + i + 1) - load(south + i)));
}

void prism_cells(const double* above, const double* below, double scale, std::size_t first, std::size_t count, double* out) {
  for (std::size_t i = first; i < first + count; i += kWidth) store(out + i, scale * (load(above + i) - load(below + i)));
}

}  // namespace gam::GAM_ISA
