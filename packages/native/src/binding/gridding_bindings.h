// The bindings of the gridding kernels, each defined in gridding_<name>.cc and registered by gridding.cc.
#pragma once

#include "arguments.h"
#include "kernels/block_frame.hpp"
#include "kernels/equivalent_order.hpp"
#include "napi_setup.h"

namespace gam::binding {

Napi::Value block_median(const Napi::CallbackInfo& info);
Napi::Value minimum_curvature(const Napi::CallbackInfo& info);
Napi::Value inverse_distance(const Napi::CallbackInfo& info);
Napi::Value nearest_distance(const Napi::CallbackInfo& info);
Napi::Value nearest_distance_at(const Napi::CallbackInfo& info);
Napi::Value fit_sources(const Napi::CallbackInfo& info);
Napi::Value source_field(const Napi::CallbackInfo& info);

// { rows, cols, west, north, columnStep, rowStep }
inline kernels::BlockFrame frame_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  return {static_cast<std::size_t>(member(object, "rows")), static_cast<std::size_t>(member(object, "cols")), member(object, "west"),
          member(object, "north"), member(object, "columnStep"), member(object, "rowStep")};
}

// Three arguments from `index`: easting, northing, upward.
inline kernels::Places places_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const kernels::Places places{array_argument<double>(info, index), array_argument<double>(info, index + 1),
                               array_argument<double>(info, index + 2)};
  if (places.northing.size() != places.size() || places.upward.size() != places.size())
    throw Napi::TypeError::New(info.Env(), "places of different lengths");
  return places;
}

// Sizes that a kernel trusts are checked once more here: a wrapper's mistake must be an error, not a write out of bounds.
inline void require_sizes(const Napi::CallbackInfo& info, bool condition, const char* message) {
  if (!condition) throw Napi::TypeError::New(info.Env(), message);
}

}  // namespace gam::binding
