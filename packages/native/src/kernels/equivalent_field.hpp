// The inner loops of equivalent sources, for each instruction-set level. Sums run in the order of the sources or readings, whatever the
// width of the registers.
#pragma once

#include <cstddef>

#include "runtime/dispatch.hpp"

namespace gam::kernels {
// Columns of a design matrix are handled in runs of this many doubles.
inline constexpr std::size_t kEquivalentRun = 16;
}  // namespace gam::kernels

GAM_DECLARE_FOR_EACH_ISA(
    // field_i += sum over sources j of charge_j / r_ij
    void equivalent_field(const double* x, const double* y, const double* z, std::size_t targets, const double* source_x,
                          const double* source_y, const double* source_z, const double* charge, std::size_t sources, double* field);
    // row_j = weight / r_j for one target
    void equivalent_row(double x, double y, double z, double weight, const double* source_x, const double* source_y, const double* source_z,
                        std::size_t sources, double* row);
    // normal_ij += sum over rows r of design_ri design_rj, in runs on and right of the diagonal; `width` is a multiple of the run
    void equivalent_normal(const double* design, std::size_t rows, std::size_t width, double* normal);
    // row_j -= factor * pivot_j
    void equivalent_eliminate(double* row, const double* pivot, double factor, std::size_t count))
