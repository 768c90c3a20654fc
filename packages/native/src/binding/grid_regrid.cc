#include "grid_bindings.h"
#include "job_worker.h"
#include "kernels/regrid.hpp"

namespace gam::binding {
namespace {

// { rows, cols, west, columnStep, north, rowStep }
kernels::GridFrame frame_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  kernels::GridFrame frame;
  frame.columns = {member(object, "west"), member(object, "columnStep"), static_cast<std::size_t>(member(object, "cols"))};
  frame.rows = {member(object, "north"), member(object, "rowStep"), static_cast<std::size_t>(member(object, "rows"))};
  return frame;
}

}  // namespace

// regrid(values, source, target, geographic: 0 | 1, method: 0 average | 1 bilinear, out, run)
Napi::Value regrid(const Napi::CallbackInfo& info) {
  const auto values = array_argument<float>(info, 0);
  kernels::GridFrame source = frame_argument(info, 1), target = frame_argument(info, 2);
  source.geographic = target.geographic = number_argument(info, 3) != 0;
  const auto method = number_argument(info, 4) == 0 ? kernels::RegridMethod::average : kernels::RegridMethod::bilinear;
  const auto out = array_argument<float>(info, 5);
  require(info, values.size() == source.rows.count * source.columns.count, "values must fill the source");
  require(info, out.size() == target.rows.count * target.columns.count, "out must fill the target");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::regrid(job, values, source, target, method, out);
    return [](Napi::Env env) { return env.Undefined(); };
  });
}

}  // namespace gam::binding
