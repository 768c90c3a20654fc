// Readers of JS arguments. Each throws a JS TypeError; the TypeScript wrappers check first, so that no user meets one.
#pragma once

#include <span>
#include <string>

#include "napi_setup.h"

namespace gam::binding {

template <typename T>
struct TypedArrayType;
template <> struct TypedArrayType<float> { static constexpr napi_typedarray_type value = napi_float32_array; };
template <> struct TypedArrayType<double> { static constexpr napi_typedarray_type value = napi_float64_array; };
template <> struct TypedArrayType<std::uint8_t> { static constexpr napi_typedarray_type value = napi_uint8_array; };
template <> struct TypedArrayType<std::uint32_t> { static constexpr napi_typedarray_type value = napi_uint32_array; };
template <> struct TypedArrayType<std::int32_t> { static constexpr napi_typedarray_type value = napi_int32_array; };

// View of a typed array. Valid on other threads while a job pins the array (see job_worker.h).
template <typename T>
std::span<T> array_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Value value = info[index];
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != TypedArrayType<T>::value)
    throw Napi::TypeError::New(info.Env(), "argument " + std::to_string(index) + " has the wrong array type");
  auto array = value.As<Napi::TypedArrayOf<T>>();
  return {array.Data(), array.ElementLength()};  // Data() already includes byteOffset
}

// The same for an argument that may be undefined: an empty span then.
template <typename T>
std::span<T> optional_array_argument(const Napi::CallbackInfo& info, std::size_t index) {
  return info[index].IsUndefined() ? std::span<T>{} : array_argument<T>(info, index);
}

inline double number_argument(const Napi::CallbackInfo& info, std::size_t index) {
  if (!info[index].IsNumber())
    throw Napi::TypeError::New(info.Env(), "argument " + std::to_string(index) + " must be a number");
  return info[index].As<Napi::Number>().DoubleValue();
}

inline Napi::Object object_argument(const Napi::CallbackInfo& info, std::size_t index) {
  if (!info[index].IsObject())
    throw Napi::TypeError::New(info.Env(), "argument " + std::to_string(index) + " must be an object");
  return info[index].As<Napi::Object>();
}

// A number member of an options object; the wrapper fills in every default.
inline double member(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  if (!value.IsNumber()) throw Napi::TypeError::New(object.Env(), std::string(key) + " must be a number");
  return value.As<Napi::Number>().DoubleValue();
}

}  // namespace gam::binding
