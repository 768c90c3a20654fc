// Fourier transforms and filters of plane grids.
#include "job_worker.h"
#include "kernels/spectral_fill.hpp"
#include "kernels/spectral_filter.hpp"
#include "napi_setup.h"

namespace gam::binding {
namespace {

JobWorker::MakeResult nothing() {
  return [](Napi::Env env) -> Napi::Value { return env.Undefined(); };
}

// { samples, length, offset }
kernels::PaddedAxis axis_member(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  if (!value.IsObject()) throw Napi::TypeError::New(object.Env(), std::string(key) + " must be an axis");
  const auto axis = value.As<Napi::Object>();
  const auto size = [&](const char* name) { return static_cast<std::size_t>(member(axis, name)); };
  const kernels::PaddedAxis result{size("samples"), size("length"), size("offset")};
  if (result.samples == 0 || result.offset + result.samples > result.length)
    throw Napi::TypeError::New(object.Env(), std::string(key) + " must hold its samples");
  return result;
}

struct PlaneShape {
  std::size_t rows, cols;
};

PlaneShape shape_arguments(const Napi::CallbackInfo& info, std::size_t index) {
  const PlaneShape shape{static_cast<std::size_t>(number_argument(info, index)), static_cast<std::size_t>(number_argument(info, index + 1))};
  if (shape.rows == 0 || shape.cols == 0) throw Napi::TypeError::New(info.Env(), "a grid needs rows and columns");
  return shape;
}

void check_length(const Napi::CallbackInfo& info, std::size_t length, std::size_t needed) {
  if (length != needed) throw Napi::TypeError::New(info.Env(), "an array has the wrong length");
}

// spectralFilter(values, { row, col, east, north, detrend, planeGain, eastGain, northGain }, steps, out, run):
//   Promise<[centre, east, north, filled]>
Napi::Value spectral_filter(const Napi::CallbackInfo& info) {
  const Napi::Object options = object_argument(info, 1);
  const kernels::SpectralRequest request{array_argument<float>(info, 0),
                                         axis_member(options, "row"),
                                         axis_member(options, "col"),
                                         member(options, "east"),
                                         member(options, "north"),
                                         array_argument<double>(info, 2),
                                         options.Get("detrend").ToBoolean(),
                                         member(options, "planeGain"),
                                         member(options, "eastGain"),
                                         member(options, "northGain")};
  const std::span<float> out = array_argument<float>(info, 3);
  check_length(info, request.values.size(), request.row.samples * request.col.samples);
  check_length(info, out.size(), request.values.size());
  check_length(info, request.steps.size() % kernels::kSpectralStep, 0);
  return JobWorker::start(info, [=](const runtime::Job& job) -> JobWorker::MakeResult {
    const auto outcome = kernels::spectral_filter(job, request, out);
    return [=](Napi::Env env) -> Napi::Value {
      const auto result = Napi::Array::New(env, 4);
      const double numbers[] = {outcome.centre, outcome.east, outcome.north, static_cast<double>(outcome.filled)};
      for (std::uint32_t i = 0; i < 4; ++i) result.Set(i, Napi::Number::New(env, numbers[i]));
      return result;
    };
  });
}

// spectralFillGaps(values: Float64Array, rows, cols, run): Promise<void>, in place
Napi::Value spectral_fill_gaps(const Napi::CallbackInfo& info) {
  const std::span<double> values = array_argument<double>(info, 0);
  const PlaneShape shape = shape_arguments(info, 1);
  check_length(info, values.size(), shape.rows * shape.cols);
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::fill_gaps(job, values, shape.rows, shape.cols);
    return nothing();
  });
}

// spectralForward(values: Float64Array, rows, cols, spectrum: Float64Array, run): Promise<void>
// spectralInverse(spectrum, rows, cols, values, run): Promise<void>
template <bool inverse>
Napi::Value spectral_transform(const Napi::CallbackInfo& info) {
  const std::span<double> from = array_argument<double>(info, 0);
  const PlaneShape shape = shape_arguments(info, 1);
  const std::span<double> to = array_argument<double>(info, 3);
  const std::size_t samples = shape.rows * shape.cols, bins = 2 * shape.rows * (shape.cols / 2 + 1);
  check_length(info, from.size(), inverse ? bins : samples);
  check_length(info, to.size(), inverse ? samples : bins);
  return JobWorker::start(info, [=](const runtime::Job& job) {
    if constexpr (inverse)
      kernels::spectral_inverse(job, shape.rows, shape.cols, from, to);
    else
      kernels::spectral_forward(job, shape.rows, shape.cols, from, to);
    return nothing();
  });
}

}  // namespace

void register_spectral(Napi::Env env, Napi::Object exports) {
  exports.Set("spectralFilter", Napi::Function::New(env, spectral_filter));
  exports.Set("spectralFillGaps", Napi::Function::New(env, spectral_fill_gaps));
  exports.Set("spectralForward", Napi::Function::New(env, spectral_transform<false>));
  exports.Set("spectralInverse", Napi::Function::New(env, spectral_transform<true>));
}

}  // namespace gam::binding
