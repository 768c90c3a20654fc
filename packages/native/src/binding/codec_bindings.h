// Functions of the addon that turn samples into bytes and text into numbers; registered by codec.cc.
#pragma once

#include <vector>

#include "napi_setup.h"

namespace gam::binding {

Napi::Value deflate(const Napi::CallbackInfo& info);
Napi::Value png(const Napi::CallbackInfo& info);
Napi::Value float_blocks(const Napi::CallbackInfo& info);
Napi::Value mercator_tile(const Napi::CallbackInfo& info);
Napi::Value mercator_pngs(const Napi::CallbackInfo& info);
Napi::Value parse_numbers(const Napi::CallbackInfo& info);

// A copy that JS owns.
inline Napi::Uint8Array to_array(Napi::Env env, const std::vector<std::uint8_t>& bytes) {
  auto array = Napi::Uint8Array::New(env, bytes.size());
  std::copy(bytes.begin(), bytes.end(), array.Data());
  return array;
}

}  // namespace gam::binding
