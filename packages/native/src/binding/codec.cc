// Encoders and parsers: DEFLATE, PNG, TIFF tiles, web tiles, numbers in text.
#include "codec_bindings.h"
#include "kernels/deflate.hpp"

namespace gam::binding {

void register_codec(Napi::Env env, Napi::Object exports) {
  exports.Set("deflateEncoder", Napi::String::New(env, kernels::kDeflateName));
  exports.Set("deflate", Napi::Function::New(env, deflate));
  exports.Set("png", Napi::Function::New(env, png));
  exports.Set("floatBlocks", Napi::Function::New(env, float_blocks));
  exports.Set("mercatorTile", Napi::Function::New(env, mercator_tile));
  exports.Set("mercatorPngs", Napi::Function::New(env, mercator_pngs));
  exports.Set("parseNumbers", Napi::Function::New(env, parse_numbers));
}

}  // namespace gam::binding
