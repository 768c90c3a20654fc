#include "kernels/spectral_line.hpp"

#include <algorithm>

#include "kernels/elementary_angle.hpp"
#include "kernels/spectral_lanes.hpp"

namespace gam::kernels {
namespace {

std::size_t passes_length(std::size_t length) {
  if (FourierPasses::possible(length)) return length;
  std::size_t convolution = 1;
  while (convolution < 2 * length - 1) convolution *= 2;
  return convolution;
}

FourierTables tables(const FourierPasses& passes) {
  return {passes.length, passes.radices.data(), passes.radices.size(), passes.twiddles.data(), passes.roots.data()};
}

}  // namespace

SpectralLine::SpectralLine(std::size_t length) : length_(length), passes_(passes_length(length)) {
  const std::size_t convolution = passes_.length;
  if (convolution == length) return;
  // j k = (j^2 + k^2 - (k - j)^2) / 2
  std::vector<double> kernel(2 * kSpectralElement * convolution, 0.0);
  for (std::size_t j = 0; j < length; ++j) {
    const auto square = static_cast<std::int64_t>(j) * static_cast<std::int64_t>(j);
    const auto [sine, cosine] = sine_cosine_turns(square, 2 * static_cast<std::int64_t>(length));
    chirp_.push_back(cosine);
    chirp_.push_back(sine);
    for (const std::size_t place : {j, j == 0 ? 0 : convolution - j}) {
      std::fill_n(&kernel[kSpectralElement * place], kSpectralLanes, cosine);
      std::fill_n(&kernel[kSpectralElement * place + kSpectralLanes], kSpectralLanes, -sine);
    }
  }
  const double* spectrum = GAM_DISPATCH(fourier_transform, tables(passes_), kernel.data(), kernel.data() + kSpectralElement * convolution);
  for (std::size_t k = 0; k < convolution; ++k)
    for (const std::size_t part : {std::size_t{0}, kSpectralLanes})
      convolver_.push_back(spectrum[kSpectralElement * k + part] / static_cast<double>(convolution));
}

double* SpectralLine::transform(double* data, double* work) const {
  if (chirp_.empty()) return GAM_DISPATCH(fourier_transform, tables(passes_), data, work);
  GAM_DISPATCH(spectral_turn, data, chirp_.data(), length_);
  std::fill(data + kSpectralElement * length_, data + kSpectralElement * passes_.length, 0.0);
  double* result = GAM_DISPATCH(fourier_transform, tables(passes_), data, work);
  GAM_DISPATCH(fourier_multiply, result, convolver_.data(), passes_.length);
  result = GAM_DISPATCH(fourier_transform, tables(passes_), result, result == data ? work : data);
  GAM_DISPATCH(spectral_turn_back, result, chirp_.data(), length_);
  return result;
}

}  // namespace gam::kernels
