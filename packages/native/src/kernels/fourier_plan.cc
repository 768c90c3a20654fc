#include "kernels/fourier_plan.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/elementary_angle.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kElement = 16;
constexpr std::size_t kLargestRadix = 13;

FourierTables tables(const FourierPasses& passes) {
  return {passes.length, passes.radices.data(), passes.radices.size(), passes.twiddles.data(), passes.roots.data()};
}

void append(std::vector<double>& table, const SineCosine& value) {
  table.push_back(value.cosine);
  table.push_back(value.sine);
}

// Columns of the whole circle if `step` divides it, else 0.
std::size_t whole_circle(double step) {
  const double columns = std::round(360 / step);
  return columns >= 1 && columns < 1e7 && std::fabs(columns * step - 360) < 1e-9 * 360 ? static_cast<std::size_t>(columns) : 0;
}

std::size_t transform_length(std::size_t columns, double step, std::size_t max_order) {
  const std::size_t circle = whole_circle(step);
  if (circle > 0 && FourierPasses::possible(circle)) return circle % 2 == 0 ? circle / 2 : circle;
  std::size_t length = 1;
  while (length < columns + max_order + 1) length *= 2;
  return length;
}

}  // namespace

FourierPasses::FourierPasses(std::size_t size) : length(size) {
  std::size_t rest = length;
  for (const std::size_t radix : {4, 2, 3, 5, 7, 11, 13})
    while (rest % radix == 0) {
      radices.push_back(radix);
      rest /= radix;
    }
  rest = length;
  for (const std::size_t radix : radices) {
    for (std::size_t p = 0; p < rest / radix; ++p)
      for (std::size_t k = 1; k < radix; ++k)
        append(twiddles, sine_cosine_turns(static_cast<std::int64_t>(p * k), static_cast<std::int64_t>(rest)));
    if (radix > 5)
      for (std::size_t k = 0; k < radix; ++k)
        append(roots, sine_cosine_turns(static_cast<std::int64_t>(k), static_cast<std::int64_t>(radix)));
    rest /= radix;
  }
}

bool FourierPasses::possible(std::size_t length) {
  for (std::size_t radix = 2; radix <= kLargestRadix; ++radix)
    while (length % radix == 0) length /= radix;
  return length == 1;
}

FourierPlan::FourierPlan(std::size_t columns, double first, double step, std::size_t max_order)
    : columns_(columns), max_order_(max_order), passes_(transform_length(columns, step, max_order)) {
  const std::size_t circle = whole_circle(step);
  const auto turn = static_cast<std::int64_t>(circle);
  for (std::size_t m = 0; m <= max_order; ++m) append(phases_, sine_cosine_multiple(static_cast<double>(m), first));

  if (circle > 0 && FourierPasses::possible(circle)) {
    circle_ = circle;
    for (std::size_t k = 0; k <= circle / 2; ++k) append(unfolding_, sine_cosine_turns(static_cast<std::int64_t>(k), turn));
    return;
  }

  // m j = (m^2 + j^2 - (j - m)^2) / 2
  const auto chirp = [&](std::size_t k) {
    const auto square = static_cast<std::int64_t>(k) * static_cast<std::int64_t>(k);
    if (circle == 0) return sine_cosine_multiple(static_cast<double>(square), step / 2);
    return sine_cosine_turns(square, 2 * turn);
  };
  const std::size_t length = passes_.length;
  for (std::size_t j = 0; j < columns; ++j) append(chirp_, chirp(j));
  for (std::size_t m = 0; m <= max_order; ++m) {
    const auto [sine, cosine] = chirp(m);
    const double real = phases_[2 * m], imaginary = phases_[2 * m + 1];
    phases_[2 * m] = real * cosine - imaginary * sine;
    phases_[2 * m + 1] = real * sine + imaginary * cosine;
  }
  std::vector<double> kernel(2 * kElement * length, 0.0);
  const auto place = [&](std::size_t k, const SineCosine& value) {
    std::fill_n(&kernel[kElement * k], 8, value.cosine);
    std::fill_n(&kernel[kElement * k + 8], 8, -value.sine);
  };
  for (std::size_t j = 0; j < columns; ++j) place(j, chirp(j));
  for (std::size_t m = 1; m <= max_order; ++m) place(length - m, chirp(m));
  const double* transformed = GAM_DISPATCH(fourier_transform, tables(passes_), kernel.data(), kernel.data() + kElement * length);
  convolver_.resize(2 * length);
  for (std::size_t k = 0; k < length; ++k)
    for (const std::size_t part : {0, 1}) convolver_[2 * k + part] = transformed[kElement * k + 8 * part] / static_cast<double>(length);
}

std::size_t FourierPlan::scratch_size() const { return kElement * (2 * passes_.length + circle_ / 2 + 1); }

std::size_t FourierPlan::output_size() const { return 8 * std::max(columns_, circle_); }

void FourierPlan::evaluate(const double* orders, double* output, double* scratch) const {
  if (circle_ > 0)
    evaluate_circle(orders, output, scratch);
  else
    evaluate_chirp(orders, output, scratch);
}

void FourierPlan::evaluate_circle(const double* orders, double* output, double* scratch) const {
  const std::size_t half = circle_ / 2;
  const std::size_t length = passes_.length;
  double* bins = scratch;
  double* data = bins + kElement * (half + 1);
  double* work = data + kElement * length;
  std::fill_n(bins, kElement * (half + 1), 0.0);
  for (std::size_t m = 0; m <= max_order_; ++m) {
    const std::size_t k = m % circle_;
    const bool mirrored = k > half;
    GAM_DISPATCH(fourier_fold, orders + kElement * m, phases_[2 * m], phases_[2 * m + 1], mirrored,
                 bins + kElement * (mirrored ? circle_ - k : k));
  }
  const double* result;
  if (circle_ % 2 == 0) {
    GAM_DISPATCH(fourier_half, bins, unfolding_.data(), half, data);
    result = GAM_DISPATCH(fourier_transform, tables(passes_), data, work);
    std::copy_n(result, 8 * circle_, output);  // real parts are the even columns, imaginary parts the odd ones
  } else {
    std::fill_n(data, kElement * length, 0.0);
    std::copy_n(bins, kElement * (half + 1), data);
    result = GAM_DISPATCH(fourier_transform, tables(passes_), data, work);
    for (std::size_t j = 0; j < circle_; ++j) std::copy_n(result + kElement * j, 8, output + 8 * j);
  }
  for (std::size_t j = circle_; j < columns_; ++j) std::copy_n(output + 8 * (j - circle_), 8, output + 8 * j);
}

void FourierPlan::evaluate_chirp(const double* orders, double* output, double* scratch) const {
  const std::size_t length = passes_.length;
  double* data = scratch;
  double* work = scratch + kElement * length;
  std::fill_n(data, kElement * length, 0.0);
  for (std::size_t m = 0; m <= max_order_; ++m)
    GAM_DISPATCH(fourier_fold, orders + kElement * m, phases_[2 * m], phases_[2 * m + 1], false, data + kElement * m);
  double* result = GAM_DISPATCH(fourier_transform, tables(passes_), data, work);
  GAM_DISPATCH(fourier_multiply, result, convolver_.data(), length);
  result = GAM_DISPATCH(fourier_transform, tables(passes_), result, result == data ? work : data);
  GAM_DISPATCH(fourier_real, result, chirp_.data(), columns_, output);
}

}  // namespace gam::kernels
