// Fourier transforms of the rows or columns of a complex field, eight lines at a time.
#pragma once

#include <span>
#include <vector>

#include "kernels/fourier_plan.hpp"

namespace gam::kernels {

// A complex field, row-major, real and imaginary parts apart.
struct ComplexField {
  std::size_t rows = 0, cols = 0;
  std::vector<double> re, im;
  ComplexField(std::size_t r, std::size_t c) : rows(r), cols(c), re(r * c), im(r * c) {}
};

enum class Along { rows, columns };

// Kernel exp(+2 pi i j k / n), unnormalised, in place. Lines first .. last only. The plan's length is that of a line.
void transform_lines(const FourierPasses& passes, Along along, std::size_t first, std::size_t last, ComplexField& field,
                     std::vector<double>& scratch);

// Least length >= n whose prime factors are at most 13.
std::size_t smooth_length(std::size_t n);

}  // namespace gam::kernels
