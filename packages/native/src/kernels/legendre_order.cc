#include "kernels/legendre_order.hpp"

#include <cmath>

#include "kernels/legendre_sum.hpp"

namespace gam::kernels {
namespace {

struct Scaled {
  double mantissa = 1, scale = 0;

  void multiply(const Scaled& by) {
    mantissa *= by.mantissa;
    scale += by.scale;
    if (mantissa < 1 / kLegendreScale && mantissa > 0) {
      mantissa *= kLegendreScale;
      scale -= 1;
    }
  }
};

Scaled power(double base, std::size_t exponent) {
  Scaled result;
  for (Scaled square{base, 0}; exponent > 0; exponent >>= 1, square.multiply(Scaled(square)))
    if (exponent & 1) result.multiply(square);
  return result;
}

}  // namespace

void LegendreOrder::prepare(std::size_t order, std::size_t max_degree) {
  order_ = order;
  const std::size_t count = padded_degrees(order, max_degree) + 2;
  next_.resize(count);
  scale_.resize(count);
  coupling_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double n = static_cast<double>(order + i);
    coupling_[i] = i == 0 ? 0 : std::sqrt(static_cast<double>(i) * (n + static_cast<double>(order)) / ((2 * n - 1) * (2 * n + 1)));
  }
  scale_[0] = 1;
  scale_[1] = 1 / coupling_[1];
  for (std::size_t i = 2; i < count; ++i) scale_[i] = scale_[i - 2] * coupling_[i - 1] / coupling_[i];
  for (std::size_t i = 0; i + 1 < count; ++i) next_[i] = scale_[i] / (scale_[i + 1] * coupling_[i + 1]);
  next_[count - 1] = 0;
}

std::size_t padded_degrees(std::size_t order, std::size_t max_degree) {
  return (max_degree - order) / kLegendreStride * kLegendreStride + kLegendreStride;
}

Sectoral::Sectoral(double cosine, double attenuation, std::size_t first_order)
    : base_(cosine * attenuation), attenuation_(attenuation), order_(first_order) {
  const Scaled start = power(base_, first_order > 0 ? first_order - 1 : 0);
  mantissa_ = start.mantissa;
  scale_ = start.scale;
}

void Sectoral::advance() {
  if (order_++ == 0) return;  // order 0 and order 1 both start from the power 0
  Scaled value{mantissa_, scale_};
  value.multiply({base_, 0});
  mantissa_ = value.mantissa;
  scale_ = value.scale;
}

std::vector<double> sectoral_norms(std::size_t max_degree) {
  std::vector<double> norms(max_degree + 1, 1.0);
  for (std::size_t m = 1; m <= max_degree; ++m)
    norms[m] = norms[m - 1] * std::sqrt(m == 1 ? 3.0 : (2.0 * static_cast<double>(m) + 1) / (2.0 * static_cast<double>(m)));
  return norms;
}

}  // namespace gam::kernels
