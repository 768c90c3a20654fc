#include <algorithm>
#include <memory>

#include "grid_bindings.h"
#include "job_worker.h"
#include "kernels/fuse.hpp"

namespace gam::binding {
namespace {

// An array of Float32Arrays of one length. The caller keeps it unchanged until the job settles, which pins it.
kernels::Layers layers_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object list = object_argument(info, index);
  require(info, list.IsArray(), "layers must be an array");
  const std::uint32_t count = list.As<Napi::Array>().Length();
  require(info, count >= 1 && count <= 8, "1 to 8 layers");
  kernels::Layers layers;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Napi::Value value = list.Get(i);
    require(info, value.IsTypedArray() && value.As<Napi::TypedArray>().TypedArrayType() == napi_float32_array, "layers must be Float32Arrays");
    auto array = value.As<Napi::Float32Array>();
    layers.emplace_back(array.Data(), array.ElementLength());
    require(info, layers[i].size() == layers[0].size(), "layers must have the same length");
  }
  return layers;
}

}  // namespace

// fuse(layers, weights, divisors, values, present, run)
Napi::Value fuse(const Napi::CallbackInfo& info) {
  const kernels::Layers layers = layers_argument(info, 0);
  const auto weights = array_argument<double>(info, 1), divisors = array_argument<double>(info, 2);
  const auto values = array_argument<float>(info, 3);
  const auto present = array_argument<std::uint8_t>(info, 4);
  require(info, weights.size() == layers.size() && divisors.size() == std::size_t{1} << layers.size(), "one weight per layer, one divisor per set");
  require(info, values.size() == layers[0].size() && present.size() == values.size(), "outputs must be as long as the layers");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::fuse(job, layers, weights, divisors, values, present);
    return [](Napi::Env env) { return env.Undefined(); };
  });
}

// correlation(layers, width, rowWeights | undefined, run): Float64Array, layers x layers
Napi::Value correlation(const Napi::CallbackInfo& info) {
  const kernels::Layers layers = layers_argument(info, 0);
  const auto width = static_cast<std::size_t>(number_argument(info, 1));
  const auto row_weights = optional_array_argument<double>(info, 2);
  require(info, row_weights.empty() || row_weights.size() * width == layers[0].size(), "one weight per row");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    auto matrix = std::make_shared<std::vector<double>>(kernels::correlation(job, layers, width, row_weights));
    return [matrix](Napi::Env env) -> Napi::Value {
      auto result = Napi::Float64Array::New(env, matrix->size());
      std::copy(matrix->begin(), matrix->end(), result.Data());
      return result;
    };
  });
}

}  // namespace gam::binding
