#include <stdexcept>
#include <vector>

#include "arguments.h"
#include "codec_bindings.h"
#include "kernels/parse_numbers.hpp"

namespace gam::binding {

// parseNumbers(bytes, columns, select, out: Float64Array[], outOffset, delimiter code or 0, threads):
// { rows, lines, line?, offset?, found? }, or { full: true } if out has no room for a row. Synchronous; the threads are the addon's own.
Napi::Value parse_numbers(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto bytes = array_argument<std::uint8_t>(info, 0);
  const auto columns = static_cast<std::size_t>(number_argument(info, 1));
  const auto select = array_argument<std::uint32_t>(info, 2);
  const Napi::Object list = object_argument(info, 3);
  const auto offset = static_cast<std::size_t>(number_argument(info, 4));
  std::vector<std::span<double>> out;
  for (std::uint32_t i = 0; i < select.size(); ++i) {
    const Napi::Value value = list.Get(i);
    if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array || select[i] >= columns)
      throw Napi::TypeError::New(env, "one Float64Array per selected column");
    auto array = value.As<Napi::Float64Array>();
    if (array.ElementLength() < offset) throw Napi::TypeError::New(env, "outOffset lies beyond out");
    out.emplace_back(array.Data() + offset, array.ElementLength() - offset);
    if (out[i].size() != out[0].size()) throw Napi::TypeError::New(env, "arrays of out must have one length");
  }
  const kernels::ParseRequest request{columns, select, out, static_cast<char>(number_argument(info, 5))};
  auto result = Napi::Object::New(env);
  kernels::ParseResult parsed;
  try {
    parsed = kernels::parse_numbers(runtime::Job(static_cast<unsigned>(number_argument(info, 6))), bytes, request);
  } catch (const std::length_error&) {
    result.Set("full", true);
    return result;
  }
  result.Set("rows", static_cast<double>(parsed.rows));
  result.Set("lines", static_cast<double>(parsed.lines));
  if (parsed.fault) {
    result.Set("line", static_cast<double>(parsed.fault->line));
    result.Set("offset", static_cast<double>(parsed.fault->offset));
    result.Set("found", parsed.fault->found);
  }
  return result;
}

}  // namespace gam::binding
