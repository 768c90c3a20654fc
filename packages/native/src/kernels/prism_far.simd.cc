#include "kernels/prism_far.hpp"

#include "kernels/prism_gravity_lanes.hpp"

namespace gam::GAM_ISA {
void prism_gravity_far(const kernels::CellLine& line, double scale, std::size_t first, std::size_t count, double* out) {
  const double factor = -8 * scale * line.half_northing * line.half_upward * line.z;
  for (std::size_t i = first; i < first + count; i += kWidth) {
    const Lanes half = load(line.half_width + i);
    const Moments<double> moments(half, line.half_northing, line.half_upward);
    store(out + i, factor * half * gravity_series(load(line.x + i), line.y, line.z, moments));
  }
}

void prism_tensor_far(const kernels::CellLine& line, const kernels::TensorWeights& weights, double scale, std::size_t first,
                      std::size_t count, double* out) {
  const double across = line.y * line.y + line.z * line.z;
  const double b = line.half_northing * line.half_northing, c = line.half_upward * line.half_upward;
  const double factor = 8 * scale * line.half_northing * line.half_upward;
  const kernels::TensorWeights k = weights;
  const double t = k.ee + k.nn + k.uu;
  for (std::size_t i = first; i < first + count; i += kWidth) {
    const Lanes x = load(line.x + i), half = load(line.half_width + i);
    const Moments<double> m(half, line.half_northing, line.half_upward);
    const Lanes inverse = 1.0 / (x * x + across);
    const Lanes reciprocal = square_root(inverse);
    const Lanes ne = x * reciprocal, nn = line.y * reciprocal, nu = line.z * reciprocal;
    const Lanes u = ne * ne, v = nn * nn, w = nu * nu;
    const Lanes en = k.en * (ne * nn), eu = k.eu * (ne * nu), nu_mixed = k.nu * (nn * nu);
    // Twice n_j times the j-th component of the weights applied to n; q is the weights applied to n twice.
    const Lanes e2 = 2 * k.ee * u + (en + eu), n2 = 2 * k.nn * v + (en + nu_mixed), u2 = 2 * k.uu * w + (eu + nu_mixed);
    const Lanes q = 0.5 * (e2 + n2 + u2);
    const Lanes au = m.a * u, bv = b * v, cw = c * w;
    const Lanes s = (au + bv + cw) * (1.0 / 3);
    const Lanes straight = k.ee * m.a + (k.nn * b + k.uu * c);
    const Lanes applied = m.a * e2 + b * n2 + c * u2;
    const Lanes quadrupole =
        2.0 * straight - 10.0 * applied + 3.0 * s * (35.0 * q - 5 * t) - m.second * (5.0 * q - t);
    const Lanes p = (au * au + bv * bv + cw * cw) * (1.0 / 5) + (au * bv + (au + bv) * cw) * (2.0 / 3);
    // Gradient of P along n_j, over n_j.
    const Lanes pe = m.a * (au * (4.0 / 5) + (bv + cw) * (4.0 / 3));
    const Lanes pn = b * (bv * (4.0 / 5) + (au + cw) * (4.0 / 3));
    const Lanes pu = c * (cw * (4.0 / 5) + (au + bv) * (4.0 / 3));
    const Lanes slope = 0.5 * (pe * e2 + pn * n2 + pu * u2);
    const Lanes curvature = k.ee * m.a * (au * (12.0 / 5) + (bv + cw) * (4.0 / 3)) + k.nn * b * (bv * (12.0 / 5) + (au + cw) * (4.0 / 3)) +
                            k.uu * c * (cw * (12.0 / 5) + (au + bv) * (4.0 / 3)) +
                            (8.0 / 3) * (m.a * b * en + c * (m.a * eu + b * nu_mixed));
    const Lanes contracted = m.ta * u + m.tb * v + m.tc * w;
    const Lanes twice = k.ee * m.ta + k.nn * m.tb + k.uu * m.tc;
    const Lanes along = 0.5 * (m.ta * e2 + m.tb * n2 + m.tc * u2);
    const Lanes hexadecapole = 105.0 * (curvature - 18.0 * slope + p * (99.0 * q - 9 * t)) -
                               90.0 * (2.0 * twice - 28.0 * along + contracted * (63.0 * q - 7 * t)) + 9.0 * m.trace * (35.0 * q - 5 * t);
    const Lanes series = 3.0 * q - t + inverse * (0.5 * quadrupole + inverse * (hexadecapole * (1.0 / 24)));
    store(out + i, factor * half * (inverse * reciprocal) * series);
  }
}

}  // namespace gam::GAM_ISA
