#include "grid_bindings.h"
#include "job_worker.h"
#include "kernels/overview.hpp"

namespace gam::binding {

// overview(values, rows, cols, factor, out, run)
Napi::Value overview(const Napi::CallbackInfo& info) {
  const auto values = array_argument<float>(info, 0);
  const auto rows = static_cast<std::size_t>(number_argument(info, 1)), cols = static_cast<std::size_t>(number_argument(info, 2));
  const auto factor = static_cast<std::size_t>(number_argument(info, 3));
  const auto out = array_argument<float>(info, 4);
  require(info, values.size() == rows * cols && factor > 0, "values must fill the grid");
  require(info, out.size() == ((rows + factor - 1) / factor) * ((cols + factor - 1) / factor), "out must hold one sample per block");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::overview(job, values, rows, cols, factor, out);
    return [](Napi::Env env) { return env.Undefined(); };
  });
}

}  // namespace gam::binding
