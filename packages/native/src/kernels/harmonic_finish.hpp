// From field components to the wanted quantity, sample by sample. Arrays: `columns` times eight lanes; parameters: eight lanes.
#pragma once

#include <cstddef>

#include "runtime/dispatch.hpp"

GAM_DECLARE_FOR_EACH_ISA(
    // values = (values - less) * factor
    void finish_scaled(double* values, std::size_t columns, const double* less, const double* factor);
    // radial = factor * (|(radial + more_radial, north + more_north, east)| - less)
    void finish_magnitude(double* radial, const double* north, const double* east, std::size_t columns, const double* more_radial,
                          const double* more_north, const double* less, double factor);
    // field[0] = field . direction / |direction|, each of the two as radial, north, east
    void finish_projection(double* const* field, const double* const* direction, std::size_t columns))
