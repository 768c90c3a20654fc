// Sensitivities of a regular mesh seen from a lattice at the pitch of its cells: each layer is a convolution, a product of spectra.
//
// A layer of cells is embedded in a periodic plane of padded_easting x padded_northing points, large enough that nothing wraps
// onto a lattice point. Eight layers go together, one in each lane of the vectors; the last group is completed with zeros. Along
// easting two real rows make one complex transform. Spectra: for each group of layers, for each wave number along easting
// 0 .. padded_easting / 2, for each along northing: eight real parts, eight imaginary parts, of the coefficients over the number of
// points. Sums over layers are made in order, so the bits do not depend on threads.
#pragma once

#include <cstdint>
#include <span>

#include "kernels/fourier_plan.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

struct ToeplitzShape {
  std::size_t cells_easting, cells_northing, layers;
  std::size_t lattice_easting, lattice_northing;
  std::size_t padded_easting, padded_northing;

  std::size_t groups() const { return (layers + 7) / 8; }
  std::size_t wave_numbers() const { return padded_easting / 2 + 1; }
  std::size_t spectra_size() const { return groups() * wave_numbers() * padded_northing * 16; }
};

// Smallest length >= `needed` without prime factors above 5.
std::size_t toeplitz_length(std::size_t needed);

// One of the two: single or double precision.
struct ToeplitzSpectra {
  std::span<float> single;
  std::span<double> full;
};

// table: for each layer the coefficients of (cells + lattice - 1) cells along northing and easting, seen from the last lattice point.
void toeplitz_spectra(const runtime::Job& job, const ToeplitzShape& shape, std::span<const double> table, const ToeplitzSpectra& spectra);

// data (lattice points) = A model (cells)
void toeplitz_apply(const runtime::Job& job, const ToeplitzShape& shape, const ToeplitzSpectra& spectra, std::span<const double> model,
                    std::span<double> data);

// model = A' data
void toeplitz_adjoint(const runtime::Job& job, const ToeplitzShape& shape, const ToeplitzSpectra& spectra, std::span<const double> data,
                      std::span<double> model);

}  // namespace gam::kernels

// Elements are eight real parts, then eight imaginary parts.
GAM_DECLARE_FOR_EACH_ISA(
    // Of the transform of a + i b, a and b real: the spectra of a and b for wave numbers 0 .. length / 2, `stride` doubles apart.
    void toeplitz_split(const double* transformed, std::size_t length, double* a, double* b, std::size_t stride);
    // The reverse: elements of the whole spectrum, real and imaginary parts exchanged (which makes a forward transform an inverse one).
    void toeplitz_join(const double* a, const double* b, std::size_t stride, std::size_t length, double* elements);
    // sums += element * spectrum over `count` elements
    void toeplitz_multiply_single(const double* elements, const float* spectrum, std::size_t count, double* sums);
    void toeplitz_multiply_double(const double* elements, const double* spectrum, std::size_t count, double* sums);
    // elements = conjugate of spectrum, times the numbers (real, imaginary) in `values`, parts exchanged
    void toeplitz_spread_single(const double* values, const float* spectrum, std::size_t count, double* elements);
    void toeplitz_spread_double(const double* values, const double* spectrum, std::size_t count, double* elements);
    // sums_2k, sums_2k+1 = sum over the lanes of element k
    void toeplitz_sum_lanes(const double* elements, std::size_t count, double* sums))
