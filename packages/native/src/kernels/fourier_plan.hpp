// Sums of harmonics along parallels: any number of columns at any spacing, any number of orders.
//
// A whole circle of N columns whose prime factors are at most 13 is a mixed-radix FFT of length N / 2 (N if odd), after
// orders above N / 2 are folded onto those they alias with, which is exact. Everything else is a chirp transform (Bluestein).
// Eight parallels go together: element k of an array is eight real parts, then eight imaginary parts.
#pragma once

#include <cstddef>
#include <vector>

#include "runtime/dispatch.hpp"

namespace gam::kernels {

// Complex FFT with kernel exp(+2 pi i j k / length), unnormalised.
struct FourierPasses {
  explicit FourierPasses(std::size_t length);
  static bool possible(std::size_t length);

  std::size_t length;
  std::vector<std::size_t> radices;
  std::vector<double> twiddles;  // for each pass, in order: for p in 0 .. n / radix, for k in 1 .. radix: exp(2 pi i p k / n)
  std::vector<double> roots;     // exp(2 pi i k / radix), k in 0 .. radix, for each pass above radix 5
};

class FourierPlan {
 public:
  // Columns at longitudes first + step * j, degrees, step > 0; orders 0 .. max_order.
  FourierPlan(std::size_t columns, double first, double step, std::size_t max_order);

  std::size_t columns() const { return columns_; }
  std::size_t scratch_size() const;  // doubles
  // Doubles of an output: at least columns() * 8. Column j: eight values at 8 j.
  std::size_t output_size() const;

  // output_j = sum over m of cosine_m cos(m lambda_j) + sine_m sin(m lambda_j). orders: max_order + 1 elements (cosine, sine).
  void evaluate(const double* orders, double* output, double* scratch) const;

 private:
  void evaluate_circle(const double* orders, double* output, double* scratch) const;
  void evaluate_chirp(const double* orders, double* output, double* scratch) const;

  std::size_t columns_, max_order_;
  std::size_t circle_ = 0;  // columns of the whole circle, or 0 for the chirp transform
  FourierPasses passes_;
  std::vector<double> phases_;       // exp(i m lambda_0) (chirp: times the chirp), cosine and sine for each order
  std::vector<double> unfolding_;    // exp(2 pi i k / circle), k <= circle / 2
  std::vector<double> chirp_;        // exp(i step j^2 / 2) of each column
  std::vector<double> convolver_;    // transform of the conjugate chirp, over the length
};

}  // namespace gam::kernels

namespace gam::kernels {
// Table entries are complex numbers; elements hold eight lanes.
struct FourierTables {
  std::size_t length;
  const std::size_t* radices;
  std::size_t radix_count;
  const double* twiddles;
  const double* roots;
};
}  // namespace gam::kernels

GAM_DECLARE_FOR_EACH_ISA(
    // Transforms `data` (length elements) with the help of `work` of the same size; returns which of the two holds the result.
    double* fourier_transform(const gam::kernels::FourierTables& tables, double* data, double* work);
    // target_k += or -= conjugate of: phase * (cosine - i sine), the phased order folded onto bin `k`.
    void fourier_fold(const double* order, double phase_cosine, double phase_sine, bool conjugate, double* target);
    // Half-length complex spectrum of a real signal from its bins 0 .. count (inclusive), in place of bins 0 .. count - 1.
    void fourier_half(const double* bins, const double* unfolding, std::size_t count, double* spectrum);
    // element_k = conj(element_k * factor_k)
    void fourier_multiply(double* elements, const double* factors, std::size_t count);
    // output_j = Re(conj(element_j) * factor_j)
    void fourier_real(const double* elements, const double* factors, std::size_t count, double* output))
