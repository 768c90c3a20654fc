#include <algorithm>
#include <memory>

#include "codec_bindings.h"
#include "job_worker.h"
#include "kernels/deflate_pool.hpp"
#include "kernels/png.hpp"

namespace gam::binding {

namespace {

using Bytes = std::vector<std::uint8_t>;

unsigned level_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const double level = number_argument(info, index);
  if (!(level >= 0 && level <= 9)) throw Napi::TypeError::New(info.Env(), "level must be 0 to 9");
  return static_cast<unsigned>(level);
}

}  // namespace

// deflate(bytes, level, run): Uint8Array
Napi::Value deflate(const Napi::CallbackInfo& info) {
  const auto bytes = array_argument<std::uint8_t>(info, 0);
  const unsigned level = level_argument(info, 1);
  return JobWorker::start(info, [=](const runtime::Job& job) {
    job.check();
    auto out = std::make_shared<Bytes>();
    kernels::PooledDeflater(level)->compress(bytes, *out);
    return [out](Napi::Env env) -> Napi::Value { return to_array(env, *out); };
  });
}

// png(pixels, rows, cols, colour type of the file format, palette | undefined, level, run): Uint8Array
Napi::Value png(const Napi::CallbackInfo& info) {
  kernels::PngImage image{.rows = static_cast<std::size_t>(number_argument(info, 1)),
                          .cols = static_cast<std::size_t>(number_argument(info, 2)),
                          .colour = static_cast<kernels::PngColour>(number_argument(info, 3)),
                          .pixels = array_argument<std::uint8_t>(info, 0),
                          .palette = optional_array_argument<std::uint8_t>(info, 4)};
  if (image.pixels.size() != image.rows * image.cols * kernels::channels(image.colour))
    throw Napi::TypeError::New(info.Env(), "pixels must have rows * cols * channels bytes");
  const unsigned level = level_argument(info, 5);
  return JobWorker::start(info, [=](const runtime::Job& job) {
    job.check();
    auto out = std::make_shared<Bytes>();
    kernels::write_png(image, level, *out);
    return [out](Napi::Env env) -> Napi::Value { return to_array(env, *out); };
  });
}

}  // namespace gam::binding
