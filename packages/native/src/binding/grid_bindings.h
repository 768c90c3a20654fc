// The bindings of grid kernels, each defined in grid_<name>.cc and registered by grid.cc.
#pragma once

#include "napi_setup.h"

namespace gam::binding {

Napi::Value regrid(const Napi::CallbackInfo& info);
Napi::Value tile_statistics(const Napi::CallbackInfo& info);
Napi::Value robust_z(const Napi::CallbackInfo& info);
Napi::Value fuse(const Napi::CallbackInfo& info);
Napi::Value correlation(const Napi::CallbackInfo& info);
Napi::Value overview(const Napi::CallbackInfo& info);

// Sizes that a kernel trusts are checked once more here: a wrapper's mistake must be an error, not a write out of bounds.
inline void require(const Napi::CallbackInfo& info, bool condition, const char* message) {
  if (!condition) throw Napi::TypeError::New(info.Env(), message);
}

}  // namespace gam::binding
