// Charges of 1/r sources that explain readings: damped least squares in overlapping windows, one after the other on what is left.
// Source: Soler and Uieda (2021), Gradient-boosted equivalent sources, Geophys. J. Int. 227, 1768-1783.
// Windows may be visited again, in another order each time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/equivalent_order.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

struct EquivalentRequest {
  double damping;          // >= 0, added to the diagonal of the normal matrix as a part of its mean
  double window;           // side of the square windows, metres; they overlap by half. As large as the survey: one dense fit
  std::size_t rounds;      // visits of every window
  std::uint32_t seed;      // of the order of the visits
};

struct EquivalentResult {
  std::size_t windows = 0;          // fitted, with readings and sources in them
  std::size_t largest_sources = 0;  // in one window
  std::size_t largest_readings = 0;
};

// `weights` of the readings (1 / variance, up to a factor) or empty. `charges`: one per source, set here; a source whose windows hold no
// reading has 0. The order of the readings does not matter.
EquivalentResult fit_sources(const runtime::Job& job, const Places& readings, std::span<const double> values,
                             std::span<const double> weights, const Places& sources, const EquivalentRequest& request,
                             std::span<double> charges);

}  // namespace gam::kernels
