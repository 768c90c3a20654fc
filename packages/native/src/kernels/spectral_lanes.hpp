// Inner loops of the plane transforms, once per instruction-set level. Element k of an array is eight real parts, then eight
// imaginary parts (as in fourier_plan.hpp); along rows a lane is a pair of rows, along columns it is a column.
#pragma once

#include <cstddef>

#include "runtime/dispatch.hpp"

namespace gam::kernels {

inline constexpr std::size_t kSpectralLanes = 8;
inline constexpr std::size_t kSpectralElement = 16;

// Sums over the samples of a row that are not NaN, x being the column.
struct SpectralRowSums {
  double count, x, xx, f, xf;
};

// A filter at the eight columns of a group.
struct SpectralGain {
  const double* steps;        // kSpectralStep numbers each: a code, then its parameters; see core/src/reference/spectral/filter-program.ts
  std::size_t step_count;
  const double* east;         // rad/m, eight
  const double* east_mirror;  // the same with the sign of the Nyquist column turned, or null where there is none
  const double* north;        // rad/m, one for each row
  std::size_t nyquist_row;    // the row whose wavenumber has no sign, or as many as there are rows
  double scale;
};

inline constexpr std::size_t kSpectralStep = 8;
enum SpectralStepCode { kContinuation = 0, kStabilised = 1, kDerivative = 2, kWindow = 3, kDirection = 4, kIntegral = 5 };

}  // namespace gam::kernels

GAM_DECLARE_FOR_EACH_ISA(
    gam::kernels::SpectralRowSums spectral_row_sums(const float* row, std::size_t cols);
    std::size_t spectral_gaps(const float* values, std::size_t count);
    // elements_j = source(0 .. 8, j) + i source(8 .. 16, j) - plane; rows from `count` on are 0. Plane of row r: base[r] + slope j.
    void spectral_pack(const float* source, std::size_t stride, std::size_t count, std::size_t cols, const double* base, double slope,
                       double* elements);
    void spectral_pack_double(const double* source, std::size_t stride, std::size_t count, std::size_t cols, double* elements);
    // to_j = weight_j * from_(index_j)
    void spectral_extend(const double* from, const unsigned* index, const double* weight, std::size_t count, double* to);
    void spectral_extend(const float* from, const unsigned* index, const double* weight, std::size_t count, double* to);
    void spectral_keep(const double* from, std::size_t count, double* to);
    void spectral_keep(const double* from, std::size_t count, float* to);
    // Twice the spectra of 16 real rows from their transform in pairs, columns 0 .. half, to groups of eight columns.
    void spectral_split(const double* pairs, std::size_t length, std::size_t half, std::size_t count, double* groups, std::size_t stride);
    void spectral_split(const double* pairs, std::size_t length, std::size_t half, std::size_t count, float* groups, std::size_t stride);
    // The reverse (without the factor): pairs whose transform is the rows.
    void spectral_merge(const double* groups, std::size_t stride, std::size_t half, std::size_t count, std::size_t length, double* pairs);
    void spectral_merge(const float* groups, std::size_t stride, std::size_t half, std::size_t count, std::size_t length, double* pairs);
    // element_m = conj(element_m) * gain(m)
    void spectral_apply(const gam::kernels::SpectralGain& gain, double* elements, std::size_t count);
    // element_k = element_k * factor_k
    void spectral_turn(double* elements, const double* factors, std::size_t count);
    // element_k = conj(element_k) * factor_k
    void spectral_turn_back(double* elements, const double* factors, std::size_t count);
    // Rows from the real and imaginary parts, plus the plane, NaN where `mask` (null: nowhere) is.
    void spectral_unpack(const double* elements, std::size_t count, std::size_t cols, const double* base, double slope, const float* mask,
                         float* target);
    void spectral_unpack_double(const double* elements, std::size_t count, std::size_t cols, double scale, double* target))
