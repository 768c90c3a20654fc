// The level ellipsoid: places in its meridian plane, and its gravity field in closed form.
// Source: Heiskanen and Moritz (1967), Physical Geodesy, sections 2-7 and 2-8; Li and Goetze (2001), Geophysics 66.
// Units: metres, seconds, degrees.
#pragma once

namespace gam::kernels {

struct Ellipsoid {
  double semi_major_axis;
  double flattening;
  double gravitational_constant;
  double angular_velocity;
};

struct MeridianPoint {
  double axis_distance;     // from the rotation axis
  double equator_distance;  // from the equatorial plane, positive north
  double radius;
  double sine, cosine;  // of the geocentric latitude; the cosine is exactly 0 at a pole
};

MeridianPoint meridian_point(const Ellipsoid& ellipsoid, double latitude_degrees, double height);

struct NormalField {
  double potential, radial, north;  // of the gravitational part: m2/s2; derivatives along r and towards geocentric north, m/s2
  double gravity;                   // |grad U| with the centrifugal part, m/s2
};

NormalField normal_field(const Ellipsoid& ellipsoid, const MeridianPoint& point);

}  // namespace gam::kernels
