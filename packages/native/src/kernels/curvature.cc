#include "kernels/curvature.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "kernels/block_frame.hpp"

namespace gam::kernels {
namespace {

constexpr double kOverRelaxation = 1.4;
constexpr std::size_t kCoarsestSide = 5;
constexpr double kRounding = 1e-12;  // part of the largest reading that rounding leaves of a plane

struct Plane {
  double mean_col = 0, mean_row = 0, mean = 0, per_col = 0, per_row = 0;
  double at(double col, double row) const { return mean + per_col * (col - mean_col) + per_row * (row - mean_row); }
};

// Least squares; level if the readings lie on a line or are fewer than three.
Plane fit_plane(std::span<const CurvatureReading> readings) {
  Plane p;
  const double n = static_cast<double>(readings.size());
  for (const CurvatureReading& r : readings) p.mean_col += r.col, p.mean_row += r.row, p.mean += r.value;
  p.mean_col /= n, p.mean_row /= n, p.mean /= n;
  double cc = 0, rr = 0, cr = 0, cv = 0, rv = 0;
  for (const CurvatureReading& r : readings) {
    const double c = r.col - p.mean_col, w = r.row - p.mean_row, v = r.value - p.mean;
    cc += c * c, rr += w * w, cr += c * w, cv += c * v, rv += w * v;
  }
  const double determinant = cc * rr - cr * cr;
  if (determinant > 1e-12 * cc * rr) {
    p.per_col = (cv * rr - rv * cr) / determinant;
    p.per_row = (rv * cc - cv * cr) / determinant;
  }
  return p;
}

// Of the readings nearest to a sample the closest one, samples row-major. Ties go by value, then by place: the order in which the
// readings came must not matter.
std::vector<CurvatureReading> closest_readings(const runtime::Job& job, const BlockFrame& samples, std::span<const double> easting,
                                               std::span<const double> northing, std::span<const double> values, double aspect) {
  const BlockOrder blocks = block_order(job, samples, easting, northing, values);
  constexpr std::size_t kParts = 64;
  std::vector<std::vector<CurvatureReading>> found(kParts);
  job.parallel(kParts, [&](std::size_t part, unsigned) {
    for (std::size_t row = part * samples.rows / kParts; row < (part + 1) * samples.rows / kParts; ++row) {
      for (std::size_t col = 0; col < samples.cols; ++col) {
        const std::size_t cell = row * samples.cols + col;
        std::array<double, 4> best{HUGE_VAL, 0, 0, 0};
        for (std::uint32_t i = blocks.start[cell]; i < blocks.start[cell + 1]; ++i) {
          const std::uint32_t point = blocks.order[i];
          const double x = (easting[point] - samples.west) / samples.column_step - 0.5;
          const double y = (samples.north - northing[point]) / samples.row_step - 0.5;
          const double dx = x - static_cast<double>(col), dy = (y - static_cast<double>(row)) / aspect;
          best = std::min(best, std::array<double, 4>{dx * dx + dy * dy, values[point], x, y});
        }
        if (best[0] < HUGE_VAL) found[part].push_back({best[2], best[3], best[1]});
      }
    }
  });
  std::vector<CurvatureReading> readings;
  for (const auto& some : found) readings.insert(readings.end(), some.begin(), some.end());
  return readings;
}

}  // namespace

CurvatureResult minimum_curvature(const runtime::Job& job, std::span<const double> easting, std::span<const double> northing,
                                  std::span<const double> values, const BlockFrame& samples, const CurvatureRequest& request,
                                  std::span<float> out) {
  std::vector<CurvatureReading> readings = closest_readings(job, samples, easting, northing, values, request.aspect);
  CurvatureResult result;
  result.used = readings.size();
  if (readings.empty()) {
    std::fill(out.begin(), out.end(), std::numeric_limits<float>::quiet_NaN());
    return result;
  }
  const Plane plane = fit_plane(readings);
  double squares = 0, largest = 0;
  for (CurvatureReading& r : readings) {
    largest = std::max(largest, std::abs(r.value));
    r.value -= plane.at(r.col, r.row);
    squares += r.value * r.value;
  }
  result.deviation = std::sqrt(squares / static_cast<double>(readings.size()));
  if (result.deviation < kRounding * largest) {  // the readings lie on the plane: nothing is left to solve for
    result.deviation = 0;
    for (CurvatureReading& r : readings) r.value = 0;
  }
  const double limit = request.convergence * result.deviation;

  std::size_t stride = 1;
  while (std::min(samples.rows, samples.cols) / (2 * stride) >= kCoarsestSide) stride *= 2;
  std::unique_ptr<CurvatureLevel> level;
  for (; stride >= 1; stride /= 2) {
    auto finer = std::make_unique<CurvatureLevel>(job, samples.rows, samples.cols, stride, request.aspect * request.aspect, request.tension,
                                                  readings);
    if (level) finer->prolong(*level);
    level = std::move(finer);
    result.iterations = 0;
    result.change = result.deviation > 0 ? HUGE_VAL : 0;
    for (; result.iterations < request.maximum_iterations && result.change > limit; ++result.iterations)
      result.change = level->relax(job, kOverRelaxation);
    job.progress(1 / static_cast<double>(stride));
  }
  result.converged = result.change <= limit;
  job.parallel(samples.rows, [&](std::size_t row, unsigned) {
    for (std::size_t col = 0; col < samples.cols; ++col)
      out[row * samples.cols + col] =
          static_cast<float>(level->at(row, col) + plane.at(static_cast<double>(col), static_cast<double>(row)));
  });
  return result;
}

}  // namespace gam::kernels
