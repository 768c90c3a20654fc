#include "kernels/harmonic_functionals.hpp"

#include <cmath>

#include "check.hpp"
#include "kernels/harmonic_analysis.hpp"

using namespace gam;
using namespace gam::kernels;

namespace {

const Ellipsoid kEarth{6378137, 1 / 298.257223563, 3.986004418e14, 7.292115e-5};

struct Model {
  std::vector<double> cosine, sine;
  HarmonicModel view;

  explicit Model(std::size_t degree) : cosine((degree + 1) * (degree + 2) / 2), sine(cosine.size()) {
    for (std::size_t n = 0, i = 0; n <= degree; ++n)
      for (std::size_t m = 0; m <= n; ++m, ++i) {
        const double amplitude = 1e-5 / static_cast<double>(n * n + 1);
        cosine[i] = amplitude * std::sin(static_cast<double>(i + 1));
        sine[i] = m == 0 ? 0 : amplitude * std::cos(static_cast<double>(3 * i + 1));
      }
    cosine[0] = 1;
    view = {false, cosine.data(), sine.data(), 0, degree, 6378136.3, 3.986004415e14};
  }
};

ParallelGrid cells(std::size_t rows, std::size_t cols) {
  const double dy = 180.0 / static_cast<double>(rows), dx = 360.0 / static_cast<double>(cols);
  return {rows, cols, 90 - dy / 2, -dy, -180 + dx / 2, dx};
}

std::vector<double> potential(const runtime::Job& job, const Model& model, const ParallelGrid& grid, double height) {
  std::vector<double> values(grid.rows * grid.cols);
  const HarmonicComponent component = HarmonicComponent::potential;
  HarmonicOutput output;
  output.full = values.data();
  harmonic_components(job, model.view, grid, kEarth, height, {&component, 1}, {&output, 1});
  return values;
}

// The radial derivative of the kernel against differences of its potential over the height at the equator and the poles,
// where the ellipsoid's normal is the radius.
void radial_is_the_derivative() {
  const Model model(20);
  const ParallelGrid grid{3, 9, 90, -90, 0, 40};
  const runtime::Job job(2);
  const double step = 100;
  const std::vector<double> above = potential(job, model, grid, step), below = potential(job, model, grid, -step);
  std::vector<double> radial(27);
  const HarmonicComponent component = HarmonicComponent::radial;
  HarmonicOutput output;
  output.full = radial.data();
  harmonic_components(job, model.view, grid, kEarth, 0, {&component, 1}, {&output, 1});
  for (std::size_t i = 0; i < radial.size(); ++i) CHECK(std::fabs((above[i] - below[i]) / (2 * step) / radial[i] - 1) < 1e-8);
}

void functionals_are_finite_everywhere() {
  const Model model(370);  // beyond the columns, and far into the range where sectoral functions underflow
  const ParallelGrid grid{33, 20, 90, -5.625, -180, 18};
  const runtime::Job job(3);
  std::vector<float> values(grid.rows * grid.cols);
  HarmonicOutput output;
  output.single = values.data();
  for (const auto functional : {GravityFunctional::gravity, GravityFunctional::disturbance, GravityFunctional::free_air_anomaly,
                                GravityFunctional::geoid_height})
    for (const bool residual : {false, true}) {
      harmonic_gravity(job, model.view, residual, grid, kEarth, 0, functional, output);
      for (const float value : values) CHECK(std::isfinite(value));
    }
  harmonic_total_field(job, model.view, model.view, grid, kEarth, 0, output);
  for (const float value : values) CHECK(std::isfinite(value));
}

void analysis_inverts_synthesis() {
  const std::size_t degree = 21;
  const Model model(degree);
  const ParallelGrid grid = cells(50, 45);
  const runtime::Job job(2);
  std::vector<double> values = potential(job, model, grid, 0);
  for (double& value : values) value /= model.view.gravitational_constant / model.view.reference_radius;
  std::vector<double> cosine(model.cosine.size()), sine(model.sine.size());
  const AnalysisGrid surface{grid, false, false, kEarth};
  CHECK(harmonic_analysis(job, surface, model.view.reference_radius, degree, values, cosine, sine) == kDetermined);
  for (std::size_t i = 0; i < cosine.size(); ++i) {
    CHECK(std::fabs(cosine[i] - model.cosine[i]) < 1e-14);
    CHECK(std::fabs(sine[i] - model.sine[i]) < 1e-14);
  }
  // As many unknowns as parallels, all degrees up to rows - 1: the system of order 0 is square, and more than that is not asked.
  const ParallelGrid coarse = cells(6, 60);
  std::vector<double> few(coarse.rows * coarse.cols, 1.0);
  const std::ptrdiff_t order = harmonic_analysis(job, {coarse, false, false, kEarth}, 6378137, 12, few, cosine, sine);
  CHECK(order != kDetermined);
}

void cancellation_is_heard() {
  const Model model(30);
  runtime::Control control;
  control.cancelled = true;
  bool thrown = false;
  try {
    potential(runtime::Job(2, &control), model, cells(20, 40), 0);
  } catch (const runtime::Cancelled&) {
    thrown = true;
  }
  CHECK(thrown);
}

}  // namespace

int main() {
  radial_is_the_derivative();
  functionals_are_finite_everywhere();
  analysis_inverts_synthesis();
  cancellation_is_heard();
}
