// Extremes of the bands of many surrogates: what a null shows by chance.
#pragma once

#include "kernels/detection_bands.hpp"
#include "kernels/surrogate_field.hpp"

namespace gam::kernels {

// Largest band value, and largest negated one, of surrogates 0 .. surrogates: surrogate by surrogate, `bands.scales()` each; with each,
// `quantiles` of the absolute values at `probabilities`.
void surrogate_maxima(const runtime::Job& job, const SurrogatePlan& plan, const BandPlan& bands, std::size_t surrogates,
                      std::span<const double> probabilities, std::span<double> positive, std::span<double> negative,
                      std::span<double> quantiles);

}  // namespace gam::kernels
