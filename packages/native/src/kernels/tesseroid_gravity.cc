#include "kernels/tesseroid_gravity.hpp"

#include <atomic>
#include <cmath>
#include <numbers>
#include <vector>

#include "kernels/elementary_angle.hpp"

namespace gam::kernels {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr std::size_t kPoints = 8;

struct Vector {
  double x, y, z;
};

Vector cartesian(const SineCosine& longitude, const SineCosine& latitude, double radius) {
  return {radius * latitude.cosine * longitude.cosine, radius * latitude.cosine * longitude.sine, radius * latitude.sine};
}

Vector middle(const Tesseroid& body) {
  return cartesian(sine_cosine_degrees((body.west + body.east) / 2), sine_cosine_degrees((body.south + body.north) / 2), (body.bottom + body.top) / 2);
}

// Nodes of the quadrature as point masses: rows x, y, z, mass.
void place_points(const Tesseroid& body, double* points) {
  constexpr double kAbscissa = 0.57735026918962576451;
  const auto at = [](double from, double to, std::size_t node) { return (from + to) / 2 + (node == 0 ? -kAbscissa : kAbscissa) * (to - from) / 2; };
  const double volume = (body.east - body.west) * kRadians * ((body.north - body.south) * kRadians) * (body.top - body.bottom) / kPoints;
  for (std::size_t node = 0; node < kPoints; ++node) {
    const SineCosine longitude = sine_cosine_degrees(at(body.west, body.east, node & 1));
    const SineCosine latitude = sine_cosine_degrees(at(body.south, body.north, node >> 1 & 1));
    const double radius = at(body.bottom, body.top, node >> 2);
    const Vector place = cartesian(longitude, latitude, radius);
    points[node] = place.x;
    points[kPoints + node] = place.y;
    points[2 * kPoints + node] = place.z;
    points[3 * kPoints + node] = body.density * volume * radius * radius * latitude.cosine;
  }
}

// A tesseroid with what does not depend on the station.
struct Prepared {
  Vector middle;
  double size_easting, size_northing, size_upward;
  double points[4 * kPoints];

  explicit Prepared(const Tesseroid& body) : middle(kernels::middle(body)) {
    size_easting = body.top * sine_cosine_degrees((body.south + body.north) / 2).cosine * (body.east - body.west) * kRadians;
    size_northing = body.top * (body.north - body.south) * kRadians;
    size_upward = body.top - body.bottom;
    place_points(body, points);
  }
};

struct Observer {
  double place[3];
  double radius, ratio;
  unsigned max_halvings;

  double attraction(const Tesseroid& body, const Prepared& prepared, unsigned halvings) const {
    const double x = prepared.middle.x - place[0], y = prepared.middle.y - place[1], z = prepared.middle.z - place[2];
    const double distance = std::sqrt(x * x + y * y + z * z);
    const auto is_near = [&](double size) { return halvings < max_halvings && distance < ratio * size; };
    const bool split_easting = is_near(prepared.size_easting), split_northing = is_near(prepared.size_northing), split_upward = is_near(prepared.size_upward);
    if (!split_easting && !split_northing && !split_upward) return GAM_DISPATCH(tesseroid_points, prepared.points, place, radius);
    double sum = 0;
    for (unsigned a = 0; a <= (split_easting ? 1 : 0); ++a)
      for (unsigned b = 0; b <= (split_northing ? 1 : 0); ++b)
        for (unsigned c = 0; c <= (split_upward ? 1 : 0); ++c) {
          Tesseroid part = body;
          if (split_easting) (a == 0 ? part.east : part.west) = (body.west + body.east) / 2;
          if (split_northing) (b == 0 ? part.north : part.south) = (body.south + body.north) / 2;
          if (split_upward) (c == 0 ? part.top : part.bottom) = (body.bottom + body.top) / 2;
          sum += attraction(part, Prepared(part), halvings + 1);
        }
    return sum;
  }
};

}  // namespace

void tesseroid_gravity(const runtime::Job& job, std::span<const Tesseroid> tesseroids, std::span<const SphericalStation> stations, double ratio,
                       unsigned max_halvings, std::span<double> out) {
  const std::vector<Prepared> prepared(tesseroids.begin(), tesseroids.end());
  std::atomic<std::size_t> done{0};
  job.parallel(stations.size(), [&](std::size_t i, unsigned) {
    const Vector place = cartesian(sine_cosine_degrees(stations[i].longitude), sine_cosine_degrees(stations[i].latitude), stations[i].radius);
    const Observer observer{{place.x, place.y, place.z}, stations[i].radius, ratio, max_halvings};
    double sum = 0;
    for (std::size_t t = 0; t < tesseroids.size(); ++t) {
      if (t % 4096 == 0) job.check();
      sum += observer.attraction(tesseroids[t], prepared[t], 0);
    }
    out[i] = sum;
    job.progress(static_cast<double>(++done) / static_cast<double>(stations.size()));
  });
}

}  // namespace gam::kernels
