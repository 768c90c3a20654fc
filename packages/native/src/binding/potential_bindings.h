// The bindings of the potential-field kernels, each defined in potential_<family>.cc, and the arguments they share.
#pragma once

#include <vector>

#include "arguments.h"
#include "job_worker.h"
#include "kernels/potential_sensitivities.hpp"
#include "napi_setup.h"

namespace gam::binding {

Napi::Value potential_matrix(const Napi::CallbackInfo& info);
Napi::Value potential_forward(const Napi::CallbackInfo& info);
Napi::Value potential_adjoint(const Napi::CallbackInfo& info);
Napi::Value dense_apply(const Napi::CallbackInfo& info);
Napi::Value dense_adjoint(const Napi::CallbackInfo& info);
Napi::Value dense_normal(const Napi::CallbackInfo& info);
Napi::Value toeplitz_length(const Napi::CallbackInfo& info);
Napi::Value toeplitz_spectra(const Napi::CallbackInfo& info);
Napi::Value toeplitz_apply(const Napi::CallbackInfo& info);
Napi::Value toeplitz_adjoint(const Napi::CallbackInfo& info);
Napi::Value compress_rows(const Napi::CallbackInfo& info);
Napi::Value compressed_apply(const Napi::CallbackInfo& info);
Napi::Value compressed_adjoint(const Napi::CallbackInfo& info);
Napi::Value terrain_effect(const Napi::CallbackInfo& info);
Napi::Value tesseroid_gravity(const Napi::CallbackInfo& info);

inline void require(const Napi::CallbackInfo& info, bool condition, const char* message) {
  if (!condition) throw Napi::TypeError::New(info.Env(), message);
}

template <typename T>
std::span<T> array_member(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != TypedArrayType<T>::value)
    throw Napi::TypeError::New(object.Env(), std::string(key) + " has the wrong array type");
  auto array = value.As<Napi::TypedArrayOf<T>>();
  return {array.Data(), array.ElementLength()};
}

inline std::size_t size_member(const Napi::Object& object, const char* key) { return static_cast<std::size_t>(member(object, key)); }

inline JobWorker::MakeResult nothing() {
  return [](Napi::Env env) -> Napi::Value { return env.Undefined(); };
}

// { easting, northing, upward, cells, tensors, scale }: see SensitivityMesh; six weights for each component.
struct MeshArgument {
  std::span<const double> easting, northing, upward;
  std::span<const std::uint32_t> cells;
  std::vector<kernels::TensorWeights> tensors;
  double scale;

  MeshArgument(const Napi::CallbackInfo& info, std::size_t index) {
    const Napi::Object object = object_argument(info, index);
    easting = array_member<double>(object, "easting");
    northing = array_member<double>(object, "northing");
    upward = array_member<double>(object, "upward");
    cells = array_member<std::uint32_t>(object, "cells");
    const std::span<const double> weights = array_member<double>(object, "tensors");
    for (std::size_t i = 0; i + 6 <= weights.size(); i += 6)
      tensors.push_back({weights[i], weights[i + 1], weights[i + 2], weights[i + 3], weights[i + 4], weights[i + 5]});
    scale = member(object, "scale");
    require(info, easting.size() > 1 && northing.size() > 1 && upward.size() > 1 && tensors.size() <= 3, "no mesh");
    const std::size_t count = (easting.size() - 1) * (northing.size() - 1) * (upward.size() - 1);
    for (std::size_t i = 0; i < cells.size(); ++i)
      require(info, cells[i] < count && (i == 0 || cells[i] > cells[i - 1]), "cells must be of the mesh and ascend");
  }
  kernels::SensitivityMesh mesh() const { return {easting, northing, upward, cells, tensors, scale}; }
  std::size_t columns() const { return cells.size() * std::max<std::size_t>(1, tensors.size()); }
};

// { easting, northing, upward }
inline kernels::StationList station_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  const kernels::StationList stations{array_member<double>(object, "easting"), array_member<double>(object, "northing"),
                                      array_member<double>(object, "upward")};
  require(info, stations.northing.size() == stations.size() && stations.upward.size() == stations.size(), "stations differ in length");
  return stations;
}

}  // namespace gam::binding
