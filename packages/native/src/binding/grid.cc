// Kernels on grids of samples: resampling, statistics, normalisation, fusion, overviews.
#include "grid_bindings.h"

namespace gam::binding {

void register_grid(Napi::Env env, Napi::Object exports) {
  exports.Set("regrid", Napi::Function::New(env, regrid));
  exports.Set("tileStatistics", Napi::Function::New(env, tile_statistics));
  exports.Set("robustZ", Napi::Function::New(env, robust_z));
  exports.Set("fuse", Napi::Function::New(env, fuse));
  exports.Set("correlation", Napi::Function::New(env, correlation));
  exports.Set("overview", Napi::Function::New(env, overview));
}

}  // namespace gam::binding
