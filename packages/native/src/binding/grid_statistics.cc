#include <memory>

#include "grid_bindings.h"
#include "job_worker.h"
#include "kernels/statistics.hpp"

namespace gam::binding {

// tileStatistics(values, rows, cols, tileRows, tileCols, rowWeights | undefined, run): Float64Array, 9 numbers per tile in
// the order of kernels::Statistics
Napi::Value tile_statistics(const Napi::CallbackInfo& info) {
  const auto values = array_argument<float>(info, 0);
  const auto rows = static_cast<std::size_t>(number_argument(info, 1)), cols = static_cast<std::size_t>(number_argument(info, 2));
  const auto tile_rows = static_cast<std::size_t>(number_argument(info, 3));
  const auto tile_cols = static_cast<std::size_t>(number_argument(info, 4));
  const auto row_weights = optional_array_argument<double>(info, 5);
  require(info, values.size() == rows * cols && tile_rows > 0 && tile_cols > 0, "values must fill the grid");
  require(info, info[5].IsUndefined() || row_weights.size() == rows, "one weight per row");
  const std::size_t tiles = ((rows + tile_rows - 1) / tile_rows) * ((cols + tile_cols - 1) / tile_cols);
  return JobWorker::start(info, [=](const runtime::Job& job) {
    auto statistics = std::make_shared<std::vector<kernels::Statistics>>(tiles);
    kernels::tile_statistics(job, values, rows, cols, tile_rows, tile_cols, row_weights, *statistics);
    return [statistics](Napi::Env env) -> Napi::Value {
      auto result = Napi::Float64Array::New(env, statistics->size() * 9);
      double* out = result.Data();
      for (const kernels::Statistics& s : *statistics)
        for (const double number : {s.count, s.min, s.max, s.mean, s.std, s.median, s.mad, s.p5, s.p95}) *out++ = number;
      return result;
    };
  });
}

}  // namespace gam::binding
