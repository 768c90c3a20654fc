// Kernels from scattered readings to grids: laws that need no reference, under the sanitizers, at sizes where edges and empty parts meet.
#include <cmath>
#include <limits>
#include <vector>

#include "check.hpp"
#include "kernels/block_median.hpp"
#include "kernels/curvature.hpp"
#include "kernels/equivalent_fit.hpp"
#include "kernels/equivalent_tree.hpp"
#include "kernels/neighbour_grids.hpp"

using namespace gam;
using namespace gam::kernels;

namespace {

struct Survey {
  std::vector<double> easting, northing, values;
};

// Places in [0, width) x [0, height) from a linear congruential generator, with values of a plane.
Survey plane_survey(std::size_t count, double width, double height) {
  Survey survey;
  std::uint32_t state = 7;
  const auto random = [&state] {
    state = state * 1664525u + 1013904223u;
    return static_cast<double>(state) / 4294967296.0;
  };
  for (std::size_t i = 0; i < count; ++i) {
    const double x = width * random(), y = height * random();
    survey.easting.push_back(x);
    survey.northing.push_back(y);
    survey.values.push_back(3 + 2 * x - y);
  }
  return survey;
}

const double kNaN = std::numeric_limits<double>::quiet_NaN();

void medians_of_blocks() {
  const std::vector<double> easting{0.1, 0.2, 0.3, 1.5, -1, 0.5, 2}, northing{0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
  const std::vector<double> values{1, 9, 2, 5, 7, kNaN, 8}, extra{kNaN, kNaN, kNaN, 4, 0, 0, 0};
  std::vector<double> out(8), scatter(2);
  std::vector<std::uint32_t> count(2);
  const std::vector<std::span<const double>> columns{easting, northing, values, extra};
  const BlockMedians medians{{std::span(out).subspan(0, 2), std::span(out).subspan(2, 2), std::span(out).subspan(4, 2), std::span(out).subspan(6, 2)},
                             scatter, count};
  CHECK(block_median(runtime::Job(3), {1, 2, 0, 1, 1, 1}, columns, medians) == 2);
  CHECK(count[0] == 3 && count[1] == 1);                 // outside, NaN and on the far edge: left out
  CHECK(out[0] == 0.2 && out[4] == 2 && out[5] == 5);
  CHECK(scatter[0] == 1.4826 * 1 && scatter[1] == 0);    // |1-2|, |9-2|, |2-2|
  CHECK(std::isnan(out[6]) && out[7] == 4);
  const std::vector<double> none;
  const std::vector<std::span<const double>> empty{none, none, none};
  CHECK(block_median(runtime::Job(2), {5, 5, 0, 5, 1, 1}, empty, medians) == 0);
}

void planes_survive_curvature() {
  for (const std::size_t rows : {1u, 2u, 3u, 17u, 64u})
    for (const std::size_t cols : {1u, 5u, 40u}) {
      const Survey survey = plane_survey(60, static_cast<double>(cols), static_cast<double>(rows));
      std::vector<float> out(rows * cols);
      const BlockFrame samples{rows, cols, 0, static_cast<double>(rows), 1, 1};
      const CurvatureResult result = minimum_curvature(runtime::Job(2), survey.easting, survey.northing, survey.values, samples,
                                                       {1, 0.25, 1e-6, 500}, out);
      CHECK(result.converged && result.used > 0);
      if (rows < 3 || cols < 3) continue;  // too narrow to know the slope
      for (std::size_t i = 0; i < out.size(); ++i) {
        const double x = static_cast<double>(i % cols) + 0.5, y = static_cast<double>(rows - i / cols) - 0.5;
        CHECK(std::abs(static_cast<double>(out[i]) - (3 + 2 * x - y)) < 1e-4);
      }
    }
}

void nearest_readings_are_nearest() {
  const Survey survey = plane_survey(200, 30, 20);
  const NeighbourIndex index(runtime::Job(2), survey.easting, survey.northing, survey.values, 1, 1);
  const SampleLattice lattice{24, 40, -3, 22, 1, 1};
  std::vector<float> distance(24 * 40);
  nearest_distance(runtime::Job(2), index, lattice, distance);
  for (std::size_t i = 0; i < distance.size(); ++i) {
    const double x = -3 + static_cast<double>(i % 40), y = 22 - static_cast<double>(i / 40);
    double nearest = HUGE_VAL;
    for (std::size_t p = 0; p < survey.values.size(); ++p) nearest = std::min(nearest, std::hypot(survey.easting[p] - x, survey.northing[p] - y));
    CHECK(std::abs(static_cast<double>(distance[i]) - nearest) < 1e-5);
  }
  const std::vector<double> same{1, 1, 1, 1}, values{4, 2, 8, 6};  // all readings in one place
  const NeighbourIndex pile(runtime::Job(2), same, same, values, 1, 1);
  std::vector<float> mean(4);
  inverse_distance(runtime::Job(1), pile, {2, 2, 0, 1, 1, 1}, 8, 2, HUGE_VAL, mean);
  for (const float value : mean) CHECK(value == 5);
  inverse_distance(runtime::Job(1), pile, {1, 4, 1, 1, 1, 1}, 2, 3, 1.5, mean);
  CHECK(mean[0] == 3 && mean[1] == 3 && std::isnan(mean[2]));  // the two smallest of equally near ones; beyond the radius nothing
}

void sources_explain_a_point_mass() {
  const Survey survey = plane_survey(400, 4000, 3000);
  const std::vector<double> height(400, 50.0);
  std::vector<double> values(400), depth(400, -450.0), charges(400), field(400);
  for (std::size_t i = 0; i < 400; ++i)
    values[i] = 1e5 / std::sqrt(std::pow(survey.easting[i] - 2000, 2) + std::pow(survey.northing[i] - 1500, 2) + 850.0 * 850.0);
  const Places readings{survey.easting, survey.northing, height}, sources{survey.easting, survey.northing, depth};
  for (const double window : {HUGE_VAL, 1500.0}) {
    const EquivalentResult result = fit_sources(runtime::Job(2), readings, values, {}, sources, {1e-9, window, 2, 3}, charges);
    CHECK(result.windows >= 1 && (window > 1e9) == (result.windows == 1));
    source_field(runtime::Job(2), sources, charges, readings, field);
    for (std::size_t i = 0; i < 400; ++i) CHECK(std::abs(field[i] - values[i]) < 0.05 * values[i]);
  }
  const std::vector<double> none;
  std::vector<double> nothing;
  CHECK(fit_sources(runtime::Job(2), {none, none, none}, none, {}, {none, none, none}, {1e-3, 100, 1, 0}, nothing).windows == 0);
  source_field(runtime::Job(2), {none, none, none}, none, readings, field);
  for (const double value : field) CHECK(value == 0);
}

}  // namespace

int main() {
  medians_of_blocks();
  planes_survive_curvature();
  nearest_readings_are_nearest();
  sources_explain_a_point_mass();
}
