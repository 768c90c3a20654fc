#include <algorithm>
#include <memory>
#include <vector>

#include "codec_bindings.h"
#include "job_worker.h"
#include "kernels/mercator.hpp"

namespace gam::binding {

namespace {

// values and { rows, cols, west, columnStep, north, rowStep } at arguments 0 and 1.
kernels::MercatorSource source_arguments(const Napi::CallbackInfo& info) {
  const Napi::Object frame = object_argument(info, 1);
  const kernels::MercatorSource source{
      array_argument<float>(info, 0),
      {member(frame, "west"), member(frame, "columnStep"), static_cast<std::size_t>(member(frame, "cols"))},
      {member(frame, "north"), member(frame, "rowStep"), static_cast<std::size_t>(member(frame, "rows"))}};
  if (source.values.empty() || source.values.size() != source.rows.count * source.columns.count)
    throw Napi::TypeError::New(info.Env(), "values must have rows * cols samples");
  return source;
}

}  // namespace

// mercatorTile(values, frame, zoom, x: Uint32Array(1), y: Uint32Array(1), out: Float32Array, run): void
Napi::Value mercator_tile(const Napi::CallbackInfo& info) {
  const kernels::MercatorSource source = source_arguments(info);
  const auto zoom = static_cast<unsigned>(number_argument(info, 2));
  const auto x = array_argument<std::uint32_t>(info, 3), y = array_argument<std::uint32_t>(info, 4);
  const auto out = array_argument<float>(info, 5);
  if (x.size() != 1 || y.size() != 1 || out.size() != kernels::kTileSide * kernels::kTileSide)
    throw Napi::TypeError::New(info.Env(), "one tile of 256 x 256 samples");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    job.check();
    kernels::MercatorRenderer::Scratch scratch;
    kernels::MercatorRenderer(source, zoom, x, y).render(x[0], y[0], scratch, out);
    return [](Napi::Env env) { return env.Undefined(); };
  });
}

// mercatorPngs(values, frame, zoom, x, y, low, high, level, run): { data: Uint8Array, offsets: Float64Array }
Napi::Value mercator_pngs(const Napi::CallbackInfo& info) {
  const kernels::MercatorSource source = source_arguments(info);
  const auto zoom = static_cast<unsigned>(number_argument(info, 2));
  const auto x = array_argument<std::uint32_t>(info, 3), y = array_argument<std::uint32_t>(info, 4);
  const kernels::GrayScale scale{static_cast<float>(number_argument(info, 5)), static_cast<float>(number_argument(info, 6))};
  const auto level = static_cast<unsigned>(number_argument(info, 7));
  if (x.size() != y.size() || level > 9) throw Napi::TypeError::New(info.Env(), "one y per x, and a level of 0 to 9");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    using Files = std::vector<std::vector<std::uint8_t>>;
    const kernels::MercatorRenderer renderer(source, zoom, x, y);
    auto files = std::make_shared<Files>(kernels::mercator_pngs(job, renderer, x, y, scale, level));
    return [files](Napi::Env env) -> Napi::Value {
      auto offsets = Napi::Float64Array::New(env, files->size() + 1);
      std::size_t total = 0;
      for (std::size_t i = 0; i < files->size(); ++i) {
        offsets[i] = static_cast<double>(total);
        total += (*files)[i].size();
      }
      offsets[files->size()] = static_cast<double>(total);
      auto data = Napi::Uint8Array::New(env, total);
      std::uint8_t* at = data.Data();
      for (std::vector<std::uint8_t>& file : *files) {
        at = std::copy(file.begin(), file.end(), at);
        std::vector<std::uint8_t>().swap(file);  // halves the peak: the tiles of a zoom level are large
      }
      auto result = Napi::Object::New(env);
      result.Set("data", data);
      result.Set("offsets", offsets);
      return result;
    };
  });
}

}  // namespace gam::binding
