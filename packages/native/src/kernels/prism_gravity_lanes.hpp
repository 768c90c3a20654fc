// The two forms of the gravity of a prism for the *.simd.cc files; formulas and signs are explained in prism_nodes.hpp and prism_far.hpp.
// `Across` is Lanes or a double that all lanes share.
#pragma once

#include "kernels/potential_lanes.hpp"
#include "kernels/prism_nodes.hpp"

namespace gam::GAM_ISA {

static inline Lanes widened(Lanes value) { return value; }
static inline Lanes widened(double value) { return all(value); }

// Primitive at a corner; inverse_xz = 1 / sqrt(x^2 + z^2) and so on.
template <typename Across>
static inline Lanes gravity_primitive(Lanes x, Across across, Across up, Lanes inverse_xz, Across inverse_yz) {
  const Lanes y = widened(across), z = widened(up);
  const Lanes ax = magnitude(x), ay = magnitude(y), az = magnitude(z);
  const Lanes r = square_root(x * x + (y * y + z * z));
  const Lanes edge = all(kernels::kGravityEdge);
  const Lanes along_north = ax * logarithm(larger(ay + r, edge) * inverse_xz);
  const Lanes along_east = ay * logarithm(larger(ax + r, edge) * inverse_yz);
  return signed_by(sign_of(x) ^ sign_of(y), along_north + along_east - az * angle(ax * ay, az * r));
}

// Squared half widths a, b, c and the contractions of fourth moments: Q = ta u + tb v + tc w for squared direction cosines, T = trace.
template <typename Across>
struct Moments {
  Lanes a;
  Across b, c;
  Lanes second;  // 3 M
  Lanes ta, tb, tc, trace;

  Moments(Lanes half_easting, Across half_northing, Across half_upward)
      : a(half_easting * half_easting), b(half_northing * half_northing), c(half_upward * half_upward) {
    second = a + (b + c);
    ta = a * (a * (1.0 / 5) + (b + c) * (1.0 / 9));
    tb = b * (b * (1.0 / 5) + (a + c) * (1.0 / 9));
    tc = c * (c * (1.0 / 5) + (a + b) * (1.0 / 9));
    trace = ta + tb + tc;
  }
};

// Attraction over -z times the volume.
template <typename Across>
static inline Lanes gravity_series(Lanes x, Across y, Across z, const Moments<Across>& m) {
  const Lanes inverse = 1.0 / (x * x + (y * y + z * z));
  const Lanes u = x * x * inverse, v = y * y * inverse, w = z * z * inverse;
  const Lanes au = m.a * u, bv = m.b * v, cw = m.c * w;
  const Lanes quadrupole = 2.0 * m.c + m.second - 5.0 * (au + bv + cw);
  const Lanes p = (au * au + bv * bv + cw * cw) * (1.0 / 5) + (au * bv + (au + bv) * cw) * (2.0 / 3);
  const Lanes slope = m.c * (cw * (4.0 / 5) + (au + bv) * (4.0 / 3));
  const Lanes q = m.ta * u + m.tb * v + m.tc * w;
  const Lanes hexadecapole = 105.0 * slope - 945.0 * p - 180.0 * m.tc + 630.0 * q - 45.0 * m.trace;
  return (inverse * square_root(inverse)) * (1.0 - inverse * (0.5 * quadrupole + inverse * (hexadecapole * (1.0 / 24))));
}

}  // namespace gam::GAM_ISA
