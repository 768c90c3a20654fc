// What the Legendre recursion of one order needs beside the latitudes.  Source and scaling: legendre_sum.hpp.
#pragma once

#include <cstddef>
#include <vector>

namespace gam::kernels {

// Of one order m, index n - m.
class LegendreOrder {
 public:
  // Recursion of the degrees m .. max_degree, and one degree beyond.
  void prepare(std::size_t order, std::size_t max_degree);

  std::size_t order() const { return order_; }
  double next(std::size_t i) const { return next_[i]; }          // a_{n+1}: from degrees n, n - 1 to n + 1
  double scale(std::size_t i) const { return scale_[i]; }        // k_n: P_n = k_n p_n
  double coupling(std::size_t i) const { return coupling_[i]; }  // e_n

 private:
  std::size_t order_ = 0;
  std::vector<double> next_, scale_, coupling_;
};

// Number of degrees m .. max_degree, rounded up to the stride of the sums.
std::size_t padded_degrees(std::size_t order, std::size_t max_degree);

// Sectoral functions of consecutive orders at one latitude, divided by its cosine for orders above 0 (finite at the poles):
// value() * kLegendreScale^scale(), attenuation s^m included.
class Sectoral {
 public:
  Sectoral(double cosine, double attenuation, std::size_t first_order);
  void advance();  // to the next order
  // norms[m]: P_mm of the equator
  double value(const std::vector<double>& norms) const { return norms[order_] * mantissa_ * (order_ > 0 ? attenuation_ : 1); }
  double scale() const { return scale_; }

 private:
  double base_, attenuation_;
  double mantissa_ = 1, scale_ = 0;
  std::size_t order_;
};

// P_mm(0) for m = 0 .. max_degree.
std::vector<double> sectoral_norms(std::size_t max_degree);

}  // namespace gam::kernels
