#include "kernels/harmonic_spectrum.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/legendre_order.hpp"
#include "kernels/legendre_sum.hpp"

namespace gam::kernels {
namespace {

// Neighbouring orders share a power of the cosine and the cache lines of their amplitudes.
constexpr std::size_t kOrdersPerPart = 8;

std::size_t index(std::size_t degree, std::size_t order) { return degree * (degree + 1) / 2 + order; }

}  // namespace

struct HarmonicSpectrum::Worker {
  LegendreOrder legendre;
  std::vector<double> records, start, scale, sums;
  std::vector<Sectoral> sectorals;
};

HarmonicSpectrum::HarmonicSpectrum(const HarmonicModel& model, std::vector<HarmonicComponent> components)
    : model_(model),
      components_(std::move(components)),
      scalar_(components_.size() == 1 && components_[0] != HarmonicComponent::north && components_[0] != HarmonicComponent::east),
      norms_(sectoral_norms(model.last_degree + 1)) {}

double HarmonicSpectrum::degree_weight(std::size_t degree) const {
  if (degree < model_.first_degree || degree > model_.last_degree) return 0;
  return model_.magnetic ? 1 / std::sqrt(2 * static_cast<double>(degree) + 1) : 1;
}

double* HarmonicSpectrum::target(std::size_t component, std::size_t lane, std::size_t hemisphere, std::size_t order) {
  return amplitudes_.data() + (((component * groups_ + lane / 8) * 2 + hemisphere) * (max_order() + 1) + order) * 16 + lane % 8;
}

void HarmonicSpectrum::compute(const runtime::Job& job, std::span<const Parallel> parallels) {
  groups_ = (parallels.size() + 7) / 8;
  lanes_ = (parallels.size() + kLegendreBlock - 1) / kLegendreBlock * kLegendreBlock;
  for (auto* lane : {&sine_, &cosine_, &attenuation_, &sine_attenuation_, &attenuation_squared_, &potential_factor_, &slope_factor_})
    lane->resize(lanes_);
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    const MeridianPoint& point = parallels[std::min(lane, parallels.size() - 1)].point;
    const double s = model_.reference_radius / point.radius;
    sine_[lane] = point.sine;
    cosine_[lane] = point.cosine;
    attenuation_[lane] = s;
    sine_attenuation_[lane] = point.sine * s;
    attenuation_squared_[lane] = s * s;
    potential_factor_[lane] = model_.magnetic ? model_.reference_radius * s : model_.gravitational_constant / point.radius;
    slope_factor_[lane] = (model_.magnetic ? -1 : 1) * (potential_factor_[lane] / point.radius);
  }
  amplitudes_.resize(components() * groups_ * 2 * 16 * (max_order() + 1));

  std::vector<Worker> workers(job.threads());
  const std::size_t parts = max_order() / kOrdersPerPart + 1;
  job.parallel(parts, [&](std::size_t part, unsigned worker) { compute_orders(workers[worker], part * kOrdersPerPart); });
}

void HarmonicSpectrum::compute_orders(Worker& worker, std::size_t first_order) {
  const std::size_t end = std::min(first_order + kOrdersPerPart, max_order() + 1);
  const std::size_t sums = scalar_ ? 2 : 6;
  worker.start.resize(lanes_);
  worker.scale.resize(lanes_);
  worker.sums.resize(12 * lanes_);
  worker.sectorals.clear();
  for (std::size_t lane = 0; lane < lanes_; ++lane) worker.sectorals.emplace_back(cosine_[lane], attenuation_[lane], first_order);
  const LegendreLanes lanes{lanes_, sine_attenuation_.data(), attenuation_squared_.data(), worker.start.data(), worker.scale.data()};
  const auto sum = [&](std::size_t count) {
    const std::size_t degrees = padded_degrees(worker.legendre.order(), max_order());
    GAM_DISPATCH(legendre_sum, worker.records.data(), degrees, count, lanes, worker.sums.data());
  };

  for (std::size_t order = first_order; order < end; ++order) {
    worker.legendre.prepare(order, max_order());
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
      worker.start[lane] = worker.sectorals[lane].value(norms_);
      worker.scale[lane] = worker.sectorals[lane].scale();
      worker.sectorals[lane].advance();
    }
    if (scalar_) {
      prepare_scalar(worker);
      sum(sums);
      store_scalar(worker, order);
      continue;
    }
    prepare_gradient(worker);
    sum(sums);
    store_gradient(worker, order);
    if (order == 0 && max_order() > 0) {
      worker.legendre.prepare(1, max_order());
      for (std::size_t lane = 0; lane < lanes_; ++lane) worker.start[lane] = worker.sectorals[lane].value(norms_);
      prepare_zonal_slope(worker);
      sum(2);
      store_zonal_slope(worker);
    }
  }
}

void HarmonicSpectrum::prepare_scalar(Worker& worker) const {
  const LegendreOrder& legendre = worker.legendre;
  const std::size_t order = legendre.order();
  worker.records.assign(3 * padded_degrees(order, max_order()), 0.0);
  for (std::size_t degree = order; degree <= max_order(); ++degree) {
    const std::size_t i = degree - order;
    const double n = static_cast<double>(degree);
    const double slope = components_[0] == HarmonicComponent::radial     ? -(n + 1)
                         : components_[0] == HarmonicComponent::free_air ? n - 1
                                                                         : 1;
    const double weight = degree_weight(degree) * slope * legendre.scale(i);
    worker.records[3 * i] = legendre.next(i);
    worker.records[3 * i + 1] = weight * model_.cosine[index(degree, order)];
    worker.records[3 * i + 2] = weight * model_.sine[index(degree, order)];
  }
}

// Sums of c, (n + 1) c, and what (2n + 1) e_n P_{n-1} of the latitude derivative leaves at degree n - 1.
void HarmonicSpectrum::prepare_gradient(Worker& worker) const {
  const LegendreOrder& legendre = worker.legendre;
  const std::size_t order = legendre.order();
  worker.records.assign(7 * padded_degrees(order, max_order()), 0.0);
  for (std::size_t degree = order; degree <= max_order(); ++degree) {
    const std::size_t i = degree - order;
    const double n = static_cast<double>(degree);
    const double weight = degree_weight(degree) * legendre.scale(i);
    const double above = degree_weight(degree + 1) * legendre.scale(i) * (2 * n + 3) * legendre.coupling(i + 1);
    double* record = &worker.records[7 * i];
    record[0] = legendre.next(i);
    const double* const parts[] = {model_.cosine, model_.sine};
    for (const std::size_t part : {0, 1}) {
      record[1 + part] = weight * parts[part][index(degree, order)];
      record[3 + part] = (n + 1) * record[1 + part];
      if (degree < max_order()) record[5 + part] = above * parts[part][index(degree + 1, order)];
    }
  }
}

// d P_n0 / d latitude = sqrt(n (n + 1) / 2) P_n1.
void HarmonicSpectrum::prepare_zonal_slope(Worker& worker) const {
  const LegendreOrder& legendre = worker.legendre;
  worker.records.assign(3 * padded_degrees(1, max_order()), 0.0);
  for (std::size_t degree = 1; degree <= max_order(); ++degree) {
    const std::size_t i = degree - 1;
    const double n = static_cast<double>(degree);
    worker.records[3 * i] = legendre.next(i);
    worker.records[3 * i + 1] = degree_weight(degree) * legendre.scale(i) * std::sqrt(n * (n + 1) / 2) * model_.cosine[index(degree, 0)];
  }
}

void HarmonicSpectrum::store_scalar(const Worker& worker, std::size_t order) {
  const bool is_potential = components_[0] == HarmonicComponent::potential;
  for (std::size_t lane = 0; lane < 8 * groups_; ++lane) {
    const double factor = (is_potential ? potential_factor_ : slope_factor_)[lane] * (order > 0 ? cosine_[lane] : 1);
    double* const north = target(0, lane, 0, order);
    double* const south = target(0, lane, 1, order);
    for (const std::size_t part : {0, 1}) {
      const double even = worker.sums[2 * part * lanes_ + lane];
      const double odd = worker.sums[(2 * part + 1) * lanes_ + lane];
      north[8 * part] = factor * (even + odd);
      south[8 * part] = factor * (even - odd);
    }
  }
}

void HarmonicSpectrum::store_gradient(const Worker& worker, std::size_t order) {
  const double m = static_cast<double>(order);
  for (std::size_t lane = 0; lane < 8 * groups_; ++lane) {
    const double cosine = order > 0 ? cosine_[lane] : 1;
    for (const std::size_t hemisphere : {0, 1}) {
      const double side = hemisphere == 0 ? 1 : -1;
      const auto sum = [&](std::size_t which) {
        return worker.sums[2 * which * lanes_ + lane] + side * worker.sums[(2 * which + 1) * lanes_ + lane];
      };
      const double value[2] = {sum(0), sum(1)};
      const double radial[2] = {sum(2), sum(3)};
      const double below[2] = {sum(4), sum(5)};
      for (std::size_t component = 0; component < components(); ++component) {
        double* const to = target(component, lane, hemisphere, order);
        for (const std::size_t part : {0, 1}) switch (components_[component]) {
            case HarmonicComponent::potential: to[8 * part] = potential_factor_[lane] * cosine * value[part]; break;
            case HarmonicComponent::radial: to[8 * part] = -slope_factor_[lane] * cosine * radial[part]; break;
            case HarmonicComponent::north:
              to[8 * part] =
                  slope_factor_[lane] * (attenuation_[lane] * below[part] - side * sine_[lane] * (radial[part] - value[part]));
              break;
            default: to[8 * part] = slope_factor_[lane] * (part == 0 ? m * value[1] : -m * value[0]); break;
          }
      }
    }
  }
}

void HarmonicSpectrum::store_zonal_slope(const Worker& worker) {
  const auto north = std::find(components_.begin(), components_.end(), HarmonicComponent::north);
  if (north == components_.end()) return;
  const std::size_t component = static_cast<std::size_t>(north - components_.begin());
  for (std::size_t lane = 0; lane < 8 * groups_; ++lane) {
    const double even = worker.sums[lane], odd = worker.sums[lanes_ + lane];
    target(component, lane, 0, 0)[0] = slope_factor_[lane] * cosine_[lane] * (even + odd);
    target(component, lane, 1, 0)[0] = slope_factor_[lane] * cosine_[lane] * (even - odd);
  }
}

}  // namespace gam::kernels
