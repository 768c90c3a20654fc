#include "kernels/harmonic_functionals.hpp"

#include "kernels/harmonic_finish.hpp"

namespace gam::kernels {
namespace {

constexpr double kMilligal = 1e5;  // per m/s2

using Component = HarmonicComponent;

const std::vector<Component> kGradient = {Component::radial, Component::north, Component::east};

// What is taken off and multiplied on, of each lane.
struct LaneScale {
  double less[8], factor[8];
};

LaneScale scalar_scale(const HarmonicBatch& batch, bool residual, const Ellipsoid& ellipsoid, GravityFunctional functional) {
  LaneScale scale;
  for (std::size_t lane = 0; lane < 8; ++lane) {
    const NormalField normal = normal_field(ellipsoid, batch.points[lane]);
    const bool geoid = functional == GravityFunctional::geoid_height;
    const double own = geoid ? normal.potential : -normal.radial - 2 * normal.potential / batch.points[lane].radius;
    scale.less[lane] = residual ? 0 : own;
    scale.factor[lane] = geoid ? 1 / normal.gravity : kMilligal;
  }
  return scale;
}

// What turns the gradient of the model into that of W, and the normal gravity to take off its magnitude.
struct LaneGradient {
  double radial[8], north[8], less[8];
};

LaneGradient gradient_rest(const HarmonicBatch& batch, bool residual, const Ellipsoid& ellipsoid, GravityFunctional functional) {
  LaneGradient rest;
  const double omega = ellipsoid.angular_velocity;
  for (std::size_t lane = 0; lane < 8; ++lane) {
    const MeridianPoint& point = batch.points[lane];
    const NormalField normal = normal_field(ellipsoid, point);
    const double centrifugal = omega * omega * point.axis_distance;
    rest.radial[lane] = centrifugal * point.cosine + (residual ? normal.radial : 0);
    rest.north[lane] = batch.side * (-centrifugal * point.sine + (residual ? normal.north : 0));
    rest.less[lane] = functional == GravityFunctional::disturbance ? normal.gravity : 0;
  }
  return rest;
}

}  // namespace

void harmonic_components(const runtime::Job& job, const HarmonicModel& model, const ParallelGrid& grid, const Ellipsoid& ellipsoid,
                         double height, std::span<const HarmonicComponent> components, std::span<const HarmonicOutput> outputs) {
  HarmonicSpectrum spectrum(model, {components.begin(), components.end()});
  harmonic_rows(job, grid, ellipsoid, height, {&spectrum, 1}, [&](const HarmonicBatch& batch) {
    for (std::size_t i = 0; i < outputs.size(); ++i) store_rows(batch, batch.fields[i], outputs[i]);
  });
}

void harmonic_gravity(const runtime::Job& job, const HarmonicModel& model, bool residual, const ParallelGrid& grid,
                      const Ellipsoid& ellipsoid, double height, GravityFunctional functional, const HarmonicOutput& output) {
  const bool scalar = functional == GravityFunctional::geoid_height || functional == GravityFunctional::free_air_anomaly;
  const Component component = functional == GravityFunctional::geoid_height ? Component::potential : Component::free_air;
  HarmonicSpectrum spectrum(model, scalar ? std::vector<Component>{component} : kGradient);
  harmonic_rows(job, grid, ellipsoid, height, {&spectrum, 1}, [&](const HarmonicBatch& batch) {
    if (scalar) {
      const LaneScale scale = scalar_scale(batch, residual, ellipsoid, functional);
      GAM_DISPATCH(finish_scaled, batch.fields[0], batch.columns, scale.less, scale.factor);
    } else {
      const LaneGradient rest = gradient_rest(batch, residual, ellipsoid, functional);
      GAM_DISPATCH(finish_magnitude, batch.fields[0], batch.fields[1], batch.fields[2], batch.columns, rest.radial, rest.north,
                   rest.less, kMilligal);
    }
    store_rows(batch, batch.fields[0], output);
  });
}

void harmonic_total_field(const runtime::Job& job, const HarmonicModel& crust, const HarmonicModel& main, const ParallelGrid& grid,
                          const Ellipsoid& ellipsoid, double height, const HarmonicOutput& output) {
  HarmonicSpectrum spectra[] = {{crust, kGradient}, {main, kGradient}};
  harmonic_rows(job, grid, ellipsoid, height, spectra, [&](const HarmonicBatch& batch) {
    GAM_DISPATCH(finish_projection, batch.fields.data(), batch.fields.data() + 3, batch.columns);
    store_rows(batch, batch.fields[0], output);
  });
}

}  // namespace gam::kernels
