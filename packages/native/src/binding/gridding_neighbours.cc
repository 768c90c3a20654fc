#include "gridding_bindings.h"
#include "job_worker.h"
#include "kernels/neighbour_grids.hpp"

namespace gam::binding {

namespace {

struct Request {
  std::span<double> easting, northing, values;
  kernels::BlockFrame frame;
  double scale_e, scale_n;
  std::span<float> out;

  // easting, northing, values, frame, options with scaleE and scaleN, out
  explicit Request(const Napi::CallbackInfo& info)
      : easting(array_argument<double>(info, 0)), northing(array_argument<double>(info, 1)), values(array_argument<double>(info, 2)),
        frame(frame_argument(info, 3)), scale_e(member(object_argument(info, 4), "scaleE")),
        scale_n(member(object_argument(info, 4), "scaleN")), out(array_argument<float>(info, 5)) {
    require_sizes(info, easting.size() == values.size() && northing.size() == values.size(), "one place per value");
    require_sizes(info, out.size() == frame.rows * frame.cols, "one sample per cell");
  }

  kernels::NeighbourIndex index(const runtime::Job& job) const {
    return kernels::NeighbourIndex(job, easting, northing, values, scale_e, scale_n);
  }
  kernels::SampleLattice lattice() const {
    return {frame.rows, frame.cols, (frame.west + 0.5 * frame.column_step) * scale_e, (frame.north - 0.5 * frame.row_step) * scale_n,
            frame.column_step * scale_e, frame.row_step * scale_n};
  }
};

}  // namespace

// inverseDistance(easting, northing, values, frame, { neighbours, power, radius, scaleE, scaleN }, out, run)
Napi::Value inverse_distance(const Napi::CallbackInfo& info) {
  const Request request(info);
  const Napi::Object options = object_argument(info, 4);
  const auto neighbours = static_cast<std::size_t>(member(options, "neighbours"));
  const auto power = static_cast<unsigned>(member(options, "power"));
  const double radius = member(options, "radius");
  require_sizes(info, neighbours > 0, "at least one neighbour");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::inverse_distance(job, request.index(job), request.lattice(), neighbours, power, radius, request.out);
    return [](Napi::Env env) { return env.Undefined(); };
  });
}

// nearestDistance(easting, northing, values, frame, { scaleE, scaleN }, out, run)
Napi::Value nearest_distance(const Napi::CallbackInfo& info) {
  const Request request(info);
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::nearest_distance(job, request.index(job), request.lattice(), request.out);
    return [](Napi::Env env) { return env.Undefined(); };
  });
}

// nearestDistanceAt(easting, northing, values, place easting, place northing, { scaleE, scaleN }, out, run)
Napi::Value nearest_distance_at(const Napi::CallbackInfo& info) {
  const auto easting = array_argument<double>(info, 0), northing = array_argument<double>(info, 1), values = array_argument<double>(info, 2);
  const auto at_easting = array_argument<double>(info, 3), at_northing = array_argument<double>(info, 4);
  const double scale_e = member(object_argument(info, 5), "scaleE"), scale_n = member(object_argument(info, 5), "scaleN");
  const auto out = array_argument<float>(info, 6);
  require_sizes(info, easting.size() == values.size() && northing.size() == values.size(), "one place per value");
  require_sizes(info, at_easting.size() == out.size() && at_northing.size() == out.size(), "one distance per place");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    const kernels::NeighbourIndex index(job, easting, northing, values, scale_e, scale_n);
    kernels::nearest_distance_at(job, index, at_easting, at_northing, scale_e, scale_n, out);
    return [](Napi::Env env) { return env.Undefined(); };
  });
}

}  // namespace gam::binding
