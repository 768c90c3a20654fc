#include "kernels/harmonic_analysis.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "kernels/elementary_angle.hpp"
#include "kernels/fourier_plan.hpp"
#include "kernels/harmonic_least_squares.hpp"
#include "kernels/harmonic_quadrature.hpp"
#include "kernels/legendre_order.hpp"
#include "kernels/legendre_sum.hpp"

namespace gam::kernels {
namespace {

// Amplitudes of every order on every row: [order][cosine or sine][row].
class OrderAmplitudes {
 public:
  OrderAmplitudes(const runtime::Job& job, const ParallelGrid& grid, std::size_t max_order, std::span<const double> values)
      : rows_(grid.rows), values_((max_order + 1) * 2 * grid.rows) {
    const std::size_t circle = static_cast<std::size_t>(std::round(360 / grid.longitude_step));
    // Orders and columns swap roles: the sum over columns j of f_j exp(i m j step) is a synthesis at "longitudes" m step.
    const FourierPlan plan(max_order + 1, 0, 360.0 / static_cast<double>(circle), circle - 1);
    struct Worker {
      std::vector<double> samples, cosines, sines, scratch;
    };
    std::vector<Worker> workers(job.threads());
    job.parallel((rows_ + 7) / 8, [&](std::size_t group, unsigned index) {
      Worker& worker = workers[index];
      worker.scratch.resize(plan.scratch_size());
      const auto transform = [&](std::size_t part, std::vector<double>& output) {
        worker.samples.assign(16 * circle, 0.0);
        for (std::size_t lane = 0; lane < 8 && 8 * group + lane < rows_; ++lane)
          for (std::size_t j = 0; j < circle; ++j)
            worker.samples[16 * j + 8 * part + lane] = values[(8 * group + lane) * grid.cols + j];
        output.resize(plan.output_size());
        plan.evaluate(worker.samples.data(), output.data(), worker.scratch.data());
      };
      transform(0, worker.cosines);
      transform(1, worker.sines);
      for (std::size_t m = 0; m <= max_order; ++m) {
        const auto [sine, cosine] = sine_cosine_multiple(static_cast<double>(m), grid.first_longitude);
        const double factor = (m == 0 ? 1 : 2) / static_cast<double>(circle);
        for (std::size_t lane = 0; lane < 8 && 8 * group + lane < rows_; ++lane) {
          const double c = worker.cosines[8 * m + lane], s = worker.sines[8 * m + lane];
          at(m, 0)[8 * group + lane] = factor * (cosine * c - sine * s);
          at(m, 1)[8 * group + lane] = factor * (sine * c + cosine * s);
        }
      }
    });
  }

  double* at(std::size_t order, std::size_t part) { return &values_[(2 * order + part) * rows_]; }

 private:
  std::size_t rows_;
  std::vector<double> values_;
};

// Of each lane, what the systems of all orders share.
struct Lanes {
  std::vector<Parallel> parallels;
  std::size_t count;  // padded to a multiple of kLegendreBlock; padding has weight 0
  std::vector<double> cosine, attenuation, sine_attenuation, attenuation_squared, root_weight;

  Lanes(const AnalysisGrid& surface, double reference_radius)
      : parallels(pair_parallels(surface.grid, surface.ellipsoid, 0)),
        count((parallels.size() + kLegendreBlock - 1) / kLegendreBlock * kLegendreBlock) {
    const std::vector<double> weights = latitude_weights(surface.grid.rows, surface.with_poles);
    for (std::size_t lane = 0; lane < count; ++lane) {
      const Parallel& parallel = parallels[std::min(lane, parallels.size() - 1)];
      const double s = reference_radius / parallel.point.radius;
      cosine.push_back(parallel.point.cosine);
      attenuation.push_back(s);
      sine_attenuation.push_back(parallel.point.sine * s);
      attenuation_squared.push_back(s * s);
      // A parallel and its mirror image carry the mean or half the difference of their samples, with the weight of both.
      const double both = parallel.row[1] == kNoRow ? 1 : 2;
      root_weight.push_back(lane < parallels.size() ? std::sqrt(both * weights[static_cast<std::size_t>(parallel.row[0])]) : 0);
    }
  }
};

struct Worker {
  LegendreOrder legendre;
  NormalEquations normal;
  std::vector<double> records, start, scale, design, samples;
};

// Weighted functions of one order: column n - m is sqrt(weight) s^(n + 1) P_nm over the lanes.
void fill_design(Worker& worker, const Lanes& lanes, std::size_t order, std::size_t max_degree, const std::vector<double>& norms) {
  worker.legendre.prepare(order, max_degree);
  const std::size_t degrees = padded_degrees(order, max_degree);
  worker.records.resize(2 * degrees);
  for (std::size_t i = 0; i < degrees; ++i) {
    worker.records[2 * i] = worker.legendre.next(i);
    worker.records[2 * i + 1] = worker.legendre.scale(i);
  }
  worker.start.resize(lanes.count);
  worker.scale.resize(lanes.count);
  for (std::size_t lane = 0; lane < lanes.count; ++lane) {
    const Sectoral sectoral(lanes.cosine[lane], lanes.attenuation[lane], order);
    const double cosine = order > 0 ? lanes.cosine[lane] : 1;
    worker.start[lane] = sectoral.value(norms) * cosine * lanes.attenuation[lane] * lanes.root_weight[lane];
    worker.scale[lane] = sectoral.scale();
  }
  worker.design.resize(degrees * lanes.count);
  const LegendreLanes view{lanes.count, lanes.sine_attenuation.data(), lanes.attenuation_squared.data(), worker.start.data(),
                           worker.scale.data()};
  GAM_DISPATCH(legendre_table, worker.records.data(), degrees, view, worker.design.data());
}

}  // namespace

std::ptrdiff_t harmonic_analysis(const runtime::Job& job, const AnalysisGrid& surface, double reference_radius, std::size_t max_degree,
                                 std::span<const double> values, std::span<double> cosine, std::span<double> sine) {
  OrderAmplitudes amplitudes(job, surface.grid, max_degree, values);
  const Lanes lanes(surface, reference_radius);
  const std::vector<double> norms = sectoral_norms(max_degree);
  const bool orthogonal = surface.on_sphere && 2 * max_degree < surface.grid.rows;
  std::vector<Worker> workers(job.threads());
  std::atomic<std::ptrdiff_t> undetermined{kDetermined};

  job.parallel(max_degree + 1, [&](std::size_t order, unsigned index) {
    Worker& worker = workers[index];
    fill_design(worker, lanes, order, max_degree, norms);
    for (std::size_t parity = 0; parity < 2 && order + parity <= max_degree; ++parity) {
      const DesignMatrix matrix{&worker.design[parity * lanes.count], 2 * lanes.count, (max_degree - order - parity) / 2 + 1, lanes.count};
      if (!orthogonal && !worker.normal.factorise(matrix)) {
        undetermined.store(static_cast<std::ptrdiff_t>(order));
        return;
      }
      for (const std::size_t part : {0, 1}) {
        worker.samples.assign(lanes.count, 0.0);
        const double* const row = amplitudes.at(order, part);
        for (std::size_t lane = 0; lane < lanes.parallels.size(); ++lane) {
          const auto& [north, south] = lanes.parallels[lane].row;
          const double image = south == kNoRow ? row[north] : row[south];
          worker.samples[lane] = lanes.root_weight[lane] * 0.5 * (parity == 0 ? row[north] + image : row[north] - image);
        }
        const std::vector<double> x = least_squares(matrix, orthogonal ? nullptr : &worker.normal, order == 0 ? 2 : 4, worker.samples);
        for (std::size_t k = 0; k < x.size(); ++k) {
          const std::size_t degree = order + parity + 2 * k;
          (part == 0 ? cosine : sine)[degree * (degree + 1) / 2 + order] = order == 0 && part == 1 ? 0 : x[k];
        }
      }
    }
  });
  return undetermined.load();
}

}  // namespace gam::kernels
