#include "potential_bindings.h"

namespace gam::binding {

void register_potential(Napi::Env env, Napi::Object exports) {
  exports.Set("potentialMatrix", Napi::Function::New(env, potential_matrix));
  exports.Set("potentialForward", Napi::Function::New(env, potential_forward));
  exports.Set("potentialAdjoint", Napi::Function::New(env, potential_adjoint));
  exports.Set("denseApply", Napi::Function::New(env, dense_apply));
  exports.Set("denseAdjoint", Napi::Function::New(env, dense_adjoint));
  exports.Set("denseNormal", Napi::Function::New(env, dense_normal));
  exports.Set("toeplitzLength", Napi::Function::New(env, toeplitz_length));
  exports.Set("toeplitzSpectra", Napi::Function::New(env, toeplitz_spectra));
  exports.Set("toeplitzApply", Napi::Function::New(env, toeplitz_apply));
  exports.Set("toeplitzAdjoint", Napi::Function::New(env, toeplitz_adjoint));
  exports.Set("compressRows", Napi::Function::New(env, compress_rows));
  exports.Set("compressedApply", Napi::Function::New(env, compressed_apply));
  exports.Set("compressedAdjoint", Napi::Function::New(env, compressed_adjoint));
  exports.Set("terrainEffect", Napi::Function::New(env, terrain_effect));
  exports.Set("tesseroidGravity", Napi::Function::New(env, tesseroid_gravity));
}

}  // namespace gam::binding
