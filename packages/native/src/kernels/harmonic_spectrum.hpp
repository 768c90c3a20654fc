// First half of synthesis: from the coefficients of a model to cosine and sine amplitudes of each order along each parallel.
//
// Order m is outermost, so that its coefficients are prepared once for all parallels, and threads own ranges of orders.
// Functions of orders above 0 are divided by the cosine of the latitude, which keeps the horizontal derivatives finite at the
// poles; there the local frame is that of the meridian of each column.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "kernels/harmonic_parallels.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

// 4-pi normalised gravity (V = GM/r sum (a/r)^n ...) or Schmidt semi-normalised magnetic (V = a sum (a/r)^(n+1) ...) coefficients.
// Degree n, order m at n (n + 1) / 2 + m; degrees outside first_degree .. last_degree count as 0.
struct HarmonicModel {
  bool magnetic;
  const double* cosine;
  const double* sine;
  std::size_t first_degree, last_degree;
  double reference_radius;        // a
  double gravitational_constant;  // GM; unused for magnetics
};

// Derivatives are along r and the local horizontal axes, of V for gravity and of -V for magnetics.
// free_air is -dV/dr - 2 V / r and stands alone.
enum class HarmonicComponent { potential, radial, north, east, free_air };

class HarmonicSpectrum {
 public:
  HarmonicSpectrum(const HarmonicModel& model, std::vector<HarmonicComponent> components);

  std::size_t components() const { return components_.size(); }
  std::size_t max_order() const { return model_.last_degree; }
  // Doubles that one parallel, with its mirror image, needs.
  std::size_t size_per_parallel() const { return 4 * (max_order() + 1) * components(); }

  // Amplitudes at some parallels, replacing those of the call before.
  void compute(const runtime::Job& job, std::span<const Parallel> parallels);

  // Of eight parallels, counted in groups from the first: (max_order + 1) elements of eight cosine and eight sine amplitudes.
  // hemisphere: 0 north, 1 south (the mirror images).
  const double* orders(std::size_t component, std::size_t group, std::size_t hemisphere) const {
    return amplitudes_.data() + ((component * groups_ + group) * 2 + hemisphere) * 16 * (max_order() + 1);
  }

 private:
  struct Worker;
  void compute_orders(Worker& worker, std::size_t first_order);
  void prepare_scalar(Worker& worker) const;
  void prepare_gradient(Worker& worker) const;
  void prepare_zonal_slope(Worker& worker) const;
  void store_scalar(const Worker& worker, std::size_t order);
  void store_gradient(const Worker& worker, std::size_t order);
  void store_zonal_slope(const Worker& worker);
  double* target(std::size_t component, std::size_t lane, std::size_t hemisphere, std::size_t order);
  double degree_weight(std::size_t degree) const;

  HarmonicModel model_;
  std::vector<HarmonicComponent> components_;
  bool scalar_;  // one component that needs no horizontal derivative
  std::vector<double> norms_;
  std::size_t groups_ = 0, lanes_ = 0;
  // Of each lane: sine and cosine of the geocentric latitude, attenuation s = a / r and what the recursion makes of them,
  // and the factors of potential and derivatives.
  std::vector<double> sine_, cosine_, attenuation_, sine_attenuation_, attenuation_squared_, potential_factor_, slope_factor_;
  std::vector<double> amplitudes_;
};

}  // namespace gam::kernels
