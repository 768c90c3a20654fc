// Bands, surrogates and connected components.
#include <algorithm>
#include <cmath>
#include <memory>

#include "grid_bindings.h"
#include "job_worker.h"
#include "kernels/component_labels.hpp"
#include "kernels/surrogate_maxima.hpp"
#include "napi_setup.h"

namespace gam::binding {
namespace {

struct Frame {
  std::size_t rows, cols;
  bool wrap;
};

// { rows, cols, wrap }
Frame frame_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  return {static_cast<std::size_t>(member(object, "rows")), static_cast<std::size_t>(member(object, "cols")),
          object.Get("wrap").ToBoolean()};
}

struct BandArguments {
  kernels::Smoothing shape;
  std::span<const double> scales, windows;
};

// scales, windows, columnStretch | undefined
BandArguments band_arguments(const Napi::CallbackInfo& info, const Frame& frame, std::size_t index) {
  const auto scales = array_argument<double>(info, index), windows = array_argument<double>(info, index + 1);
  const auto stretch = optional_array_argument<double>(info, index + 2);
  require(info, scales.size() == windows.size(), "one window per scale");
  require(info, stretch.empty() || stretch.size() == frame.rows, "one stretch per row");
  return {{frame.rows, frame.cols, frame.wrap, stretch}, scales, windows};
}

// normal, marginal, mask
kernels::SurrogateInput surrogate_arguments(const Napi::CallbackInfo& info, const Frame& frame, std::uint32_t seed, std::size_t index) {
  const auto normal = array_argument<float>(info, index);
  const auto marginal = array_argument<double>(info, index + 1);
  const auto mask = array_argument<std::uint8_t>(info, index + 2);
  const std::size_t cells = frame.rows * frame.cols;
  require(info, normal.size() == cells && mask.size() == cells && cells > 0 && marginal.size() >= 2, "arrays must fit the frame");
  return {frame.rows, frame.cols, frame.wrap, seed, normal, marginal, mask};
}

JobWorker::MakeResult undefined() {
  return [](Napi::Env env) -> Napi::Value { return env.Undefined(); };
}

// detectionBands(frame, values, scales, windows, columnStretch | undefined, outputs: Float32Array[], deviations: Float64Array,
//   probabilities, quantiles, run): Promise<void>
Napi::Value detection_bands(const Napi::CallbackInfo& info) {
  const Frame frame = frame_argument(info, 0);
  const auto values = array_argument<float>(info, 1);
  const BandArguments bands = band_arguments(info, frame, 2);
  const auto list = object_argument(info, 5).As<Napi::Array>();
  const auto deviations = array_argument<double>(info, 6);
  require(info, values.size() == frame.rows * frame.cols && list.Length() == bands.scales.size(), "one output per scale");
  require(info, deviations.size() == bands.scales.size(), "one deviation per scale");
  const auto probabilities = array_argument<double>(info, 7), quantiles = array_argument<double>(info, 8);
  require(info, quantiles.size() == probabilities.size() * bands.scales.size(), "quantiles of every scale");
  std::vector<std::span<float>> outputs;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    auto array = list.Get(i).As<Napi::Float32Array>();
    outputs.emplace_back(array.Data(), array.ElementLength());
    require(info, outputs[i].size() == values.size(), "outputs must be as long as the values");
  }
  return JobWorker::start(info, [=](const runtime::Job& job) {
    std::vector<std::uint8_t> mask(values.size());
    for (std::size_t cell = 0; cell < mask.size(); ++cell) mask[cell] = std::isfinite(values[cell]) ? 1 : 0;
    const kernels::BandPlan plan(job, bands.shape, bands.scales, bands.windows, mask);
    std::vector<std::vector<double>> scratch(job.threads());
    job.parallel(outputs.size(), [&](std::size_t scale, unsigned worker) {
      scratch[worker].resize(plan.scratch_size());
      deviations[scale] = plan.band(scale, values, outputs[scale], scratch[worker]);
      plan.quantiles(outputs[scale], probabilities, quantiles.subspan(scale * probabilities.size(), probabilities.size()));
    });
    return undefined();
  });
}

// surrogateField(frame, seed, index, normal, marginal, mask, output, run): Promise<void>
Napi::Value surrogate_field(const Napi::CallbackInfo& info) {
  const Frame frame = frame_argument(info, 0);
  const auto seed = static_cast<std::uint32_t>(number_argument(info, 1));
  const auto index = static_cast<std::size_t>(number_argument(info, 2));
  const kernels::SurrogateInput input = surrogate_arguments(info, frame, seed, 3);
  const auto output = array_argument<float>(info, 6);
  require(info, output.size() == input.normal.size(), "output must be as long as the scores");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    const kernels::SurrogatePlan plan(job, input);
    kernels::SurrogatePlan::Workspace workspace(plan);
    plan.draw(index / 2, workspace, index % 2 == 0 ? output : std::span<float>(), index % 2 == 0 ? std::span<float>() : output);
    return undefined();
  });
}

// surrogateMaxima(frame, seed, scales, windows, columnStretch | undefined, normal, marginal, mask, positive, negative,
//   probabilities, quantiles, run): Promise<void>
Napi::Value surrogate_maxima(const Napi::CallbackInfo& info) {
  const Frame frame = frame_argument(info, 0);
  const auto seed = static_cast<std::uint32_t>(number_argument(info, 1));
  const BandArguments bands = band_arguments(info, frame, 2);
  const kernels::SurrogateInput input = surrogate_arguments(info, frame, seed, 5);
  const auto positive = array_argument<double>(info, 8), negative = array_argument<double>(info, 9);
  const auto probabilities = array_argument<double>(info, 10), quantiles = array_argument<double>(info, 11);
  const std::size_t scales = bands.scales.size();
  require(info, scales > 0 && positive.size() == negative.size() && positive.size() % scales == 0, "maxima of whole surrogates");
  require(info, quantiles.size() == positive.size() * probabilities.size(), "quantiles of every band");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    const kernels::SurrogatePlan plan(job, input);
    const kernels::BandPlan band_plan(job, bands.shape, bands.scales, bands.windows, input.mask);
    kernels::surrogate_maxima(job, plan, band_plan, positive.size() / scales, probabilities, positive, negative, quantiles);
    return undefined();
  });
}

// componentLabels(frame, score, low, high, labels, run): Promise<number>
Napi::Value component_labels(const Napi::CallbackInfo& info) {
  const Frame frame = frame_argument(info, 0);
  const auto score = array_argument<float>(info, 1);
  const double low = number_argument(info, 2), high = number_argument(info, 3);
  const auto labels = array_argument<std::int32_t>(info, 4);
  require(info, score.size() == frame.rows * frame.cols && labels.size() == score.size(), "one label per cell");
  return JobWorker::start(info, [=](const runtime::Job&) {
    const std::int32_t count = kernels::component_labels(score, frame.rows, frame.cols, low, high, frame.wrap, labels);
    return [count](Napi::Env env) -> Napi::Value { return Napi::Number::New(env, count); };
  });
}

}  // namespace

void register_detection(Napi::Env env, Napi::Object exports) {
  exports.Set("detectionBands", Napi::Function::New(env, detection_bands));
  exports.Set("surrogateField", Napi::Function::New(env, surrogate_field));
  exports.Set("surrogateMaxima", Napi::Function::New(env, surrogate_maxima));
  exports.Set("componentLabels", Napi::Function::New(env, component_labels));
}

}  // namespace gam::binding
