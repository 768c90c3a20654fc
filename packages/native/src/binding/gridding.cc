// Kernels from scattered readings to grids.
#include "gridding_bindings.h"

namespace gam::binding {

void register_gridding(Napi::Env env, Napi::Object exports) {
  exports.Set("blockMedian", Napi::Function::New(env, block_median));
  exports.Set("minimumCurvature", Napi::Function::New(env, minimum_curvature));
  exports.Set("inverseDistance", Napi::Function::New(env, inverse_distance));
  exports.Set("nearestDistance", Napi::Function::New(env, nearest_distance));
  exports.Set("nearestDistanceAt", Napi::Function::New(env, nearest_distance_at));
  exports.Set("fitSources", Napi::Function::New(env, fit_sources));
  exports.Set("sourceField", Napi::Function::New(env, source_field));
}

}  // namespace gam::binding
