#include <memory>

#include "codec_bindings.h"
#include "job_worker.h"
#include "kernels/float_blocks.hpp"

namespace gam::binding {

// floatBlocks(images: { values, rows, cols }[], blockSize, predictor, level, run): Uint8Array[][]
Napi::Value float_blocks(const Napi::CallbackInfo& info) {
  const Napi::Object list = object_argument(info, 0);
  if (!list.IsArray()) throw Napi::TypeError::New(info.Env(), "images must be an array");
  std::vector<kernels::FloatImage> images;
  for (std::uint32_t i = 0; i < list.As<Napi::Array>().Length(); ++i) {
    const Napi::Value item = list.Get(i);
    if (!item.IsObject()) throw Napi::TypeError::New(info.Env(), "an image must be an object");
    const Napi::Object image = item.As<Napi::Object>();
    const Napi::Value values = image.Get("values");
    if (!values.IsTypedArray() || values.As<Napi::TypedArray>().TypedArrayType() != napi_float32_array)
      throw Napi::TypeError::New(info.Env(), "values must be a Float32Array");
    const auto array = values.As<Napi::Float32Array>();
    const auto rows = static_cast<std::size_t>(member(image, "rows"));
    const auto cols = static_cast<std::size_t>(member(image, "cols"));
    if (array.ElementLength() != rows * cols) throw Napi::TypeError::New(info.Env(), "values must have rows * cols samples");
    images.push_back({{array.Data(), array.ElementLength()}, rows, cols});
  }
  const kernels::FloatBlockOptions options{static_cast<std::size_t>(number_argument(info, 1)),
                                           static_cast<kernels::Predictor>(number_argument(info, 2)),
                                           static_cast<unsigned>(number_argument(info, 3))};
  if (options.block_size == 0 || options.level > 9) throw Napi::TypeError::New(info.Env(), "block size or level out of range");
  return JobWorker::start(info, [images, options](const runtime::Job& job) {
    auto blocks = std::make_shared<std::vector<std::vector<kernels::Bytes>>>(kernels::float_blocks(job, images, options));
    return [blocks](Napi::Env env) -> Napi::Value {
      auto result = Napi::Array::New(env, blocks->size());
      for (std::uint32_t i = 0; i < blocks->size(); ++i) {
        const std::vector<kernels::Bytes>& of_image = (*blocks)[i];
        auto streams = Napi::Array::New(env, of_image.size());
        for (std::uint32_t block = 0; block < of_image.size(); ++block) streams.Set(block, to_array(env, of_image[block]));
        result.Set(i, streams);
      }
      return result;
    };
  });
}

}  // namespace gam::binding
