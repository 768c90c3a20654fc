// Gravity of prisms that share no corners, eight at a time.
#pragma once

#include <cstddef>
#include <vector>

#include "runtime/dispatch.hpp"

namespace gam::kernels {

// Prisms seen from one station; evaluated whenever eight near or eight far ones have come together.
class PrismBatch {
 public:
  // Offsets of the faces from the station, metres, and a density.
  void add(double west, double east, double south, double north, double bottom, double top, double density);
  // Sum of density times attraction (without the Newtonian constant); empties the batch.
  double take();

 private:
  void flush(std::vector<double>& prisms, bool far);
  std::vector<double> near_, far_;  // at most eight prisms: seven rows of eight numbers
  std::size_t near_count_ = 0, far_count_ = 0;
  double sum_ = 0;
};

}  // namespace gam::kernels

// prisms: west, east, south, north, bottom, top, density of eight prisms each. out: the eight attractions.
GAM_DECLARE_FOR_EACH_ISA(void prism_batch_near(const double* prisms, double* out); void prism_batch_far(const double* prisms, double* out))
