// Median, MAD and percentiles of one large array by counting digits, with all threads.
#pragma once

#include "kernels/statistics.hpp"

namespace gam::kernels {

// Fills median, mad, p5 and p95 of `result`, whose count is that of the finite samples and > 0.
// Five sweeps over the samples; 2 MB per thread, and room for the samples whose deviation rounds to the MAD in float32.
void count_order_statistics(const runtime::Job& job, std::span<const float> values, Statistics& result);

}  // namespace gam::kernels
