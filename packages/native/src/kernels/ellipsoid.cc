#include "kernels/ellipsoid.hpp"

#include <cmath>

#include "kernels/elementary_angle.hpp"

namespace gam::kernels {
namespace {

// The closed forms are differences of nearly equal terms for a small eccentricity; their series in t = E/u keep all digits.
constexpr int kTerms = 12;

// 1/2 [(1 + 3/t^2) atan t - 3/t]
double second_kind(double t) {
  double sum = 0;
  for (int k = kTerms; k >= 1; --k) sum = 2.0 * k / ((2 * k + 1) * (2 * k + 3)) - t * t * sum;
  return sum * t * t * t;
}

// 3 (1 + 1/t^2) (1 - atan(t)/t) - 1
double second_kind_derivative(double t) {
  double sum = 0;
  for (int k = kTerms; k >= 1; --k) sum = 6.0 / ((2 * k + 1) * (2 * k + 3)) - t * t * sum;
  return sum * t * t;
}

// atan(t) / t
double arctangent_ratio(double t) {
  double sum = 0;
  for (int k = kTerms; k >= 0; --k) sum = 1.0 / (2 * k + 1) - t * t * sum;
  return sum;
}

}  // namespace

MeridianPoint meridian_point(const Ellipsoid& ellipsoid, double latitude_degrees, double height) {
  const auto [sine, cosine] = sine_cosine_degrees(latitude_degrees);
  const double e2 = ellipsoid.flattening * (2 - ellipsoid.flattening);
  const double normal_radius = ellipsoid.semi_major_axis / std::sqrt(1 - e2 * sine * sine);
  const double p = (normal_radius + height) * cosine;
  const double z = (normal_radius * (1 - e2) + height) * sine;
  const double radius = std::sqrt(p * p + z * z);
  return {p, z, radius, z / radius, p / radius};
}

NormalField normal_field(const Ellipsoid& ellipsoid, const MeridianPoint& point) {
  const double a = ellipsoid.semi_major_axis;
  const double omega = ellipsoid.angular_velocity;
  const double focal2 = a * a * ellipsoid.flattening * (2 - ellipsoid.flattening);
  const double focal = std::sqrt(focal2);
  const double p = point.axis_distance;
  const double z = point.equator_distance;

  const double excess = point.radius * point.radius - focal2;
  const double u = std::sqrt(0.5 * (excess + std::sqrt(excess * excess + 4 * focal2 * z * z)));
  const double major = std::sqrt(u * u + focal2);
  const double sin_beta = z / u;
  const double cos_beta = p / major;
  const double w = std::sqrt(u * u + focal2 * sin_beta * sin_beta) / major;

  // A sphere (no focal distance) has no rotation term in its potential: the ratios tend to powers of b / u.
  const double b = a * (1 - ellipsoid.flattening);
  const double q_ratio = focal > 0 ? second_kind(focal / u) / second_kind(focal / b) : (b / u) * (b / u) * (b / u);
  const double derivative_ratio =
      focal > 0 ? focal * (second_kind_derivative(focal / u) / second_kind(focal / b)) : 3 * b * (b / u) * (b / u);
  const double rotation = omega * omega * a * a;
  const double along = -(ellipsoid.gravitational_constant + rotation * derivative_ratio * (0.5 * sin_beta * sin_beta - 1.0 / 6)) /
                       (major * major * w);
  const double across = rotation * q_ratio * sin_beta * cos_beta / (major * w);

  const double outward_p = u / major * (cos_beta / w);
  const double outward_z = sin_beta / w;
  const double gradient_p = along * outward_p - across * outward_z;
  const double gradient_z = along * outward_z + across * outward_p;
  const double total_p = gradient_p + omega * omega * p;
  return {
      ellipsoid.gravitational_constant / u * arctangent_ratio(focal / u) +
          0.5 * rotation * q_ratio * (sin_beta * sin_beta - 1.0 / 3),
      gradient_p * point.cosine + gradient_z * point.sine,
      gradient_z * point.cosine - gradient_p * point.sine,
      std::sqrt(total_p * total_p + gradient_z * gradient_z),
  };
}

}  // namespace gam::kernels
