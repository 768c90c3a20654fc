// Extremes of the bands of many surrogates: what a null shows by chance.
#pragma once

#include "kernels/detection_bands.hpp"
#include "kernels/surrogate_field.hpp"

namespace gam::kernels {

// Largest band value, and largest negated one, of surrogates 0 .. surrogates: surrogate by surrogate, `bands.scales()` each.
void surrogate_maxima(const runtime::Job& job, const SurrogatePlan& plan, const BandPlan& bands, std::size_t surrogates,
                      std::span<double> positive, std::span<double> negative);

}  // namespace gam::kernels
