// What becomes of a line of coefficients.
#pragma once

#include <cstddef>

#include "runtime/dispatch.hpp"

GAM_DECLARE_FOR_EACH_ISA(
    // Rounds to single precision.
    void potential_store(const double* values, std::size_t count, float* out);
    // Inner product, summed in eight lanes.
    double potential_dot(const double* values, const double* x, std::size_t count);
    // out += weight * values, or weight * values^2
    void potential_add(const double* values, double weight, bool squared, std::size_t count, double* out))
