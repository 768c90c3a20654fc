// Spherical harmonic synthesis and analysis.
#include "job_worker.h"
#include "kernels/harmonic_analysis.hpp"
#include "kernels/harmonic_functionals.hpp"
#include "napi_setup.h"

namespace gam::binding {
namespace {

using kernels::HarmonicComponent;
using kernels::HarmonicModel;
using kernels::HarmonicOutput;

std::span<double> array_member(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
    throw Napi::TypeError::New(object.Env(), std::string(key) + " must be a Float64Array");
  auto array = value.As<Napi::Float64Array>();
  return {array.Data(), array.ElementLength()};
}

std::size_t size_member(const Napi::Object& object, const char* key) { return static_cast<std::size_t>(member(object, key)); }

// { magnetic, cosine, sine, firstDegree, lastDegree, referenceRadius, gravitationalConstant }
HarmonicModel model_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  const HarmonicModel model{object.Get("magnetic").ToBoolean(), array_member(object, "cosine").data(), array_member(object, "sine").data(),
                            size_member(object, "firstDegree"), size_member(object, "lastDegree"), member(object, "referenceRadius"),
                            member(object, "gravitationalConstant")};
  const std::size_t needed = (model.last_degree + 1) * (model.last_degree + 2) / 2;
  if (array_member(object, "cosine").size() < needed || array_member(object, "sine").size() < needed)
    throw Napi::TypeError::New(info.Env(), "coefficients end before lastDegree");
  return model;
}

// { rows, cols, firstLatitude, latitudeStep, firstLongitude, longitudeStep }
kernels::ParallelGrid grid_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  return {size_member(object, "rows"),         size_member(object, "cols"),          member(object, "firstLatitude"),
          member(object, "latitudeStep"), member(object, "firstLongitude"), member(object, "longitudeStep")};
}

struct Surface {
  kernels::Ellipsoid ellipsoid;
  double height;
};

// { semiMajorAxis, flattening, gravitationalConstant, angularVelocity, height }
Surface surface_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  return {{member(object, "semiMajorAxis"), member(object, "flattening"), member(object, "gravitationalConstant"),
           member(object, "angularVelocity")},
          member(object, "height")};
}

// Float32Array or Float64Array with a sample for each of the grid.
HarmonicOutput output_value(const Napi::Value& value, const kernels::ParallelGrid& grid) {
  HarmonicOutput output;
  if (value.IsTypedArray() && value.As<Napi::TypedArray>().ElementLength() == grid.rows * grid.cols) {
    const auto type = value.As<Napi::TypedArray>().TypedArrayType();
    if (type == napi_float32_array) output.single = value.As<Napi::Float32Array>().Data();
    if (type == napi_float64_array) output.full = value.As<Napi::Float64Array>().Data();
  }
  if (output.single == nullptr && output.full == nullptr && grid.rows * grid.cols > 0)
    throw Napi::TypeError::New(value.Env(), "output must be a Float32Array or Float64Array of the grid's size");
  return output;
}

JobWorker::MakeResult undefined() {
  return [](Napi::Env env) -> Napi::Value { return env.Undefined(); };
}

// harmonicComponents(model, grid, surface, components: number[], outputs: Float64Array[], run): Promise<void>
Napi::Value harmonic_components(const Napi::CallbackInfo& info) {
  const HarmonicModel model = model_argument(info, 0);
  const kernels::ParallelGrid grid = grid_argument(info, 1);
  const Surface surface = surface_argument(info, 2);
  const auto names = object_argument(info, 3).As<Napi::Array>();
  const auto arrays = object_argument(info, 4).As<Napi::Array>();
  std::vector<HarmonicComponent> components;
  std::vector<HarmonicOutput> outputs;
  for (std::uint32_t i = 0; i < names.Length(); ++i) {
    components.push_back(static_cast<HarmonicComponent>(names.Get(i).As<Napi::Number>().Uint32Value()));
    outputs.push_back(output_value(arrays.Get(i), grid));
  }
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::harmonic_components(job, model, grid, surface.ellipsoid, surface.height, components, outputs);
    return undefined();
  });
}

// harmonicGravity(model, grid, surface, functional: number, residual: boolean, output, run): Promise<void>
Napi::Value harmonic_gravity(const Napi::CallbackInfo& info) {
  const HarmonicModel model = model_argument(info, 0);
  const kernels::ParallelGrid grid = grid_argument(info, 1);
  const Surface surface = surface_argument(info, 2);
  const auto functional = static_cast<kernels::GravityFunctional>(static_cast<int>(number_argument(info, 3)));
  const bool residual = info[4].ToBoolean();
  const HarmonicOutput output = output_value(info[5], grid);
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::harmonic_gravity(job, model, residual, grid, surface.ellipsoid, surface.height, functional, output);
    return undefined();
  });
}

// harmonicTotalField(crust, main, grid, surface, output, run): Promise<void>
Napi::Value harmonic_total_field(const Napi::CallbackInfo& info) {
  const HarmonicModel crust = model_argument(info, 0);
  const HarmonicModel main = model_argument(info, 1);
  const kernels::ParallelGrid grid = grid_argument(info, 2);
  const Surface surface = surface_argument(info, 3);
  const HarmonicOutput output = output_value(info[4], grid);
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::harmonic_total_field(job, crust, main, grid, surface.ellipsoid, surface.height, output);
    return undefined();
  });
}

// harmonicAnalysis(values, grid, surface, { withPoles, onSphere, referenceRadius, maxDegree }, cosine, sine, run): Promise<number>
// Settles with -1, or with an order that the grid does not determine.
Napi::Value harmonic_analysis(const Napi::CallbackInfo& info) {
  const std::span<double> values = array_argument<double>(info, 0);
  const kernels::ParallelGrid grid = grid_argument(info, 1);
  const Napi::Object options = object_argument(info, 3);
  const kernels::AnalysisGrid surface{grid, options.Get("withPoles").ToBoolean(), options.Get("onSphere").ToBoolean(),
                                      surface_argument(info, 2).ellipsoid};
  const double reference_radius = member(options, "referenceRadius");
  const std::size_t max_degree = size_member(options, "maxDegree");
  const std::span<double> cosine = array_argument<double>(info, 4);
  const std::span<double> sine = array_argument<double>(info, 5);
  const std::size_t needed = (max_degree + 1) * (max_degree + 2) / 2;
  if (values.size() < grid.rows * grid.cols || cosine.size() < needed || sine.size() < needed)
    throw Napi::TypeError::New(info.Env(), "an array is too short");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    const std::ptrdiff_t order = kernels::harmonic_analysis(job, surface, reference_radius, max_degree, values, cosine, sine);
    return [=](Napi::Env env) -> Napi::Value { return Napi::Number::New(env, static_cast<double>(order)); };
  });
}

}  // namespace

void register_harmonics(Napi::Env env, Napi::Object exports) {
  exports.Set("harmonicComponents", Napi::Function::New(env, harmonic_components));
  exports.Set("harmonicGravity", Napi::Function::New(env, harmonic_gravity));
  exports.Set("harmonicAnalysis", Napi::Function::New(env, harmonic_analysis));
  exports.Set("harmonicTotalField", Napi::Function::New(env, harmonic_total_field));
}

}  // namespace gam::binding
