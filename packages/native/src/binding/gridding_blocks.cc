#include <algorithm>

#include "gridding_bindings.h"
#include "job_worker.h"
#include "kernels/block_median.hpp"
#include "kernels/curvature.hpp"

namespace gam::binding {

namespace {

// An array of Float64Array, all of the same length.
std::vector<std::span<double>> columns_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Array array = object_argument(info, index).As<Napi::Array>();
  std::vector<std::span<double>> columns;
  for (std::uint32_t i = 0; i < array.Length(); ++i) {
    const Napi::Value value = array.Get(i);
    require_sizes(info, value.IsTypedArray() && value.As<Napi::TypedArray>().TypedArrayType() == napi_float64_array, "columns of doubles");
    auto column = value.As<Napi::Float64Array>();
    columns.emplace_back(column.Data(), column.ElementLength());
    require_sizes(info, columns.back().size() == columns.front().size(), "columns of one length");
  }
  require_sizes(info, columns.size() >= 3, "at least three columns");
  return columns;
}

}  // namespace

// blockMedian(columns, frame, out columns, scatter, count, run): number of blocks
Napi::Value block_median(const Napi::CallbackInfo& info) {
  const auto columns = columns_argument(info, 0);
  const auto frame = frame_argument(info, 1);
  const kernels::BlockMedians out{columns_argument(info, 2), array_argument<double>(info, 3), array_argument<std::uint32_t>(info, 4)};
  const std::size_t room = std::min(columns[0].size(), frame.rows * frame.cols);
  require_sizes(info, out.columns.size() == columns.size() && out.columns[0].size() >= room && out.scatter.size() >= room &&
                          out.count.size() >= room, "room for every block");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    const std::vector<std::span<const double>> input(columns.begin(), columns.end());
    const std::size_t blocks = kernels::block_median(job, frame, input, out);
    return [blocks](Napi::Env env) -> Napi::Value { return Napi::Number::New(env, static_cast<double>(blocks)); };
  });
}

// minimumCurvature(easting, northing, values, frame, { tension, aspect, convergence, maximumIterations }, out, run):
// { used, iterations, change, deviation, converged }
Napi::Value minimum_curvature(const Napi::CallbackInfo& info) {
  const auto easting = array_argument<double>(info, 0), northing = array_argument<double>(info, 1), values = array_argument<double>(info, 2);
  const auto frame = frame_argument(info, 3);
  const Napi::Object object = object_argument(info, 4);
  const kernels::CurvatureRequest request{member(object, "aspect"), member(object, "tension"), member(object, "convergence"),
                                          static_cast<std::size_t>(member(object, "maximumIterations"))};
  const auto out = array_argument<float>(info, 5);
  require_sizes(info, easting.size() == values.size() && northing.size() == values.size(), "one place per value");
  require_sizes(info, out.size() == frame.rows * frame.cols, "one sample per cell");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    const kernels::CurvatureResult result = kernels::minimum_curvature(job, easting, northing, values, frame, request, out);
    return [result](Napi::Env env) -> Napi::Value {
      Napi::Object facts = Napi::Object::New(env);
      facts.Set("used", static_cast<double>(result.used));
      facts.Set("iterations", static_cast<double>(result.iterations));
      facts.Set("change", result.change);
      facts.Set("deviation", result.deviation);
      facts.Set("converged", Napi::Boolean::New(env, result.converged));
      return facts;
    };
  });
}

}  // namespace gam::binding
