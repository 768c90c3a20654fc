// Registers every binding. Each src/binding/<name>.cc defines `void register_<name>(Napi::Env, Napi::Object exports)`.
#include "napi_setup.h"
#include "runtime/dispatch.hpp"
#include "runtime/version.hpp"

namespace gam::binding {
void register_grid(Napi::Env env, Napi::Object exports);
void register_codec(Napi::Env env, Napi::Object exports);
void register_harmonics(Napi::Env env, Napi::Object exports);
void register_gridding(Napi::Env env, Napi::Object exports);
void register_spectral(Napi::Env env, Napi::Object exports);
void register_detection(Napi::Env env, Napi::Object exports);
void register_potential(Napi::Env env, Napi::Object exports);
void register_sync(Napi::Env env, Napi::Object exports);
}  // namespace gam::binding

static Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("apiVersion", Napi::Number::New(env, gam::runtime::kApiVersion));
  exports.Set("kernelSet", Napi::String::New(env, gam::runtime::kKernelSet));
  exports.Set("isa", Napi::String::New(env, gam::runtime::name(gam::runtime::isa())));
  gam::binding::register_grid(env, exports);
  gam::binding::register_codec(env, exports);
  gam::binding::register_harmonics(env, exports);
  gam::binding::register_gridding(env, exports);
  gam::binding::register_spectral(env, exports);
  gam::binding::register_detection(env, exports);
  gam::binding::register_potential(env, exports);
  gam::binding::register_sync(env, exports);
  return exports;
}

NODE_API_MODULE(gam_native, init)
