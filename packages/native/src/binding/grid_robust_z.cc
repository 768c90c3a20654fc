#include "grid_bindings.h"
#include "job_worker.h"
#include "kernels/robust_z.hpp"

namespace gam::binding {

// robustZ(values, { rows, cols, tileRows, tileCols, firstRow, blended, wrap, limit }, medians, mads, out, run)
Napi::Value robust_z(const Napi::CallbackInfo& info) {
  const auto values = array_argument<float>(info, 0);
  const Napi::Object object = object_argument(info, 1);
  const auto size = [&](const char* key) { return static_cast<std::size_t>(member(object, key)); };
  const kernels::TiledGrid grid{size("rows"), size("cols"), size("tileRows"), size("tileCols"), size("firstRow"),
                                member(object, "blended") != 0, member(object, "wrap") != 0};
  const double limit = member(object, "limit");
  const auto medians = array_argument<double>(info, 2), mads = array_argument<double>(info, 3);
  const auto out = array_argument<float>(info, 4);
  require(info, grid.tile_rows > 0 && grid.tile_cols > 0, "tiles must not be empty");
  const std::size_t tiles = ((grid.rows + grid.tile_rows - 1) / grid.tile_rows) * ((grid.cols + grid.tile_cols - 1) / grid.tile_cols);
  require(info, medians.size() == tiles && mads.size() == tiles, "one median and one MAD per tile");
  require(info, out.size() == values.size(), "out must be as long as values");
  require(info, values.empty() || (grid.cols > 0 && values.size() % grid.cols == 0 && grid.first_row + values.size() / grid.cols <= grid.rows),
          "values must be rows of the grid");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::robust_z(job, values, grid, medians, mads, limit, out);
    return [](Napi::Env env) { return env.Undefined(); };
  });
}

}  // namespace gam::binding
