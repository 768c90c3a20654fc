// Sums over runs of samples, for each instruction-set level: eight lanes, added up as ((0+1)+(2+3))+((4+5)+(6+7)).
#pragma once

#include <cstddef>

#include "runtime/dispatch.hpp"

namespace gam::kernels {

// A grid's samples are summed in runs of this many, and the runs in order: the same tree for every thread count.
inline constexpr std::size_t kRun = 4096;

struct RunSums {
  double count, sum, min, max;  // min and max: +-infinity without samples
};

}  // namespace gam::kernels

GAM_DECLARE_FOR_EACH_ISA(
  // Of the finite samples among `count`.
  void sum_run(const float* values, std::size_t count, kernels::RunSums* out);
  // Sum of squared differences from `centre`.
  double squares_of_run(const float* values, std::size_t count, double centre))
