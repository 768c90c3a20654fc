// Sensitivities stored and on the fly, terrain and tesseroids.
#include "kernels/prism_terrain.hpp"
#include "kernels/tesseroid_gravity.hpp"
#include "potential_bindings.h"

namespace gam::binding {

// potentialMatrix(mesh, stations, matrix: Float32Array, run): Promise<void>
Napi::Value potential_matrix(const Napi::CallbackInfo& info) {
  const MeshArgument mesh(info, 0);
  const kernels::StationList stations = station_argument(info, 1);
  const std::span<float> matrix = array_argument<float>(info, 2);
  require(info, matrix.size() == stations.size() * mesh.columns(), "matrix has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::potential_matrix(job, mesh.mesh(), stations, matrix);
    return nothing();
  });
}

// potentialForward(mesh, stations, model: Float64Array, out: Float64Array, run): Promise<void>
Napi::Value potential_forward(const Napi::CallbackInfo& info) {
  const MeshArgument mesh(info, 0);
  const kernels::StationList stations = station_argument(info, 1);
  const std::span<double> model = array_argument<double>(info, 2);
  const std::span<double> out = array_argument<double>(info, 3);
  require(info, model.size() == mesh.columns() && out.size() == stations.size(), "an array has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::potential_forward(job, mesh.mesh(), stations, model, out);
    return nothing();
  });
}

// potentialAdjoint(mesh, stations, weights: Float64Array, squared: boolean, out: Float64Array, run): Promise<void>
Napi::Value potential_adjoint(const Napi::CallbackInfo& info) {
  const MeshArgument mesh(info, 0);
  const kernels::StationList stations = station_argument(info, 1);
  const std::span<double> weights = array_argument<double>(info, 2);
  const bool squared = info[3].ToBoolean();
  const std::span<double> out = array_argument<double>(info, 4);
  require(info, weights.size() == stations.size() && out.size() == mesh.columns(), "an array has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::potential_adjoint(job, mesh.mesh(), stations, weights, squared, out);
    return nothing();
  });
}

// terrainEffect(terrain, levels: { rows, cols, above, below }[], stations, out: Float64Array, run): Promise<void>
Napi::Value terrain_effect(const Napi::CallbackInfo& info) {
  const Napi::Object object = object_argument(info, 0);
  const kernels::Terrain terrain{member(object, "west"),         member(object, "north"),        member(object, "width"),
                                 member(object, "height"),       size_member(object, "rows"),    size_member(object, "cols"),
                                 member(object, "density"),      member(object, "belowDensity"), member(object, "nearRadius"),
                                 member(object, "coarsening"),   member(object, "maximumRadius")};
  const auto list = object_argument(info, 1).As<Napi::Array>();
  std::vector<kernels::TerrainLevel> levels;
  std::size_t rows = terrain.rows, cols = terrain.cols;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const auto level = list.Get(i).As<Napi::Object>();
    levels.push_back({rows, cols, array_member<double>(level, "above"), array_member<double>(level, "below")});
    require(info, levels.back().above.size() == rows * cols && levels.back().below.size() == rows * cols, "a level has the wrong size");
    rows = (rows + 1) / 2;
    cols = (cols + 1) / 2;
  }
  require(info, !levels.empty() && levels.back().rows * levels.back().cols == 1, "the last level must be one block");
  const kernels::StationList stations = station_argument(info, 2);
  const std::span<double> out = array_argument<double>(info, 3);
  require(info, out.size() == stations.size(), "out has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::terrain_effect(job, terrain, levels, stations, out);
    return nothing();
  });
}

// tesseroidGravity(tesseroids: Float64Array of 7 each, stations: Float64Array of 3 each, { ratio, maxHalvings }, out, run): Promise<void>
Napi::Value tesseroid_gravity(const Napi::CallbackInfo& info) {
  const std::span<double> bounds = array_argument<double>(info, 0), places = array_argument<double>(info, 1);
  const Napi::Object options = object_argument(info, 2);
  const double ratio = member(options, "ratio");
  const auto max_halvings = static_cast<unsigned>(member(options, "maxHalvings"));
  const std::span<double> out = array_argument<double>(info, 3);
  std::vector<kernels::Tesseroid> tesseroids;
  for (std::size_t i = 0; i + 7 <= bounds.size(); i += 7)
    tesseroids.push_back({bounds[i], bounds[i + 1], bounds[i + 2], bounds[i + 3], bounds[i + 4], bounds[i + 5], bounds[i + 6]});
  std::vector<kernels::SphericalStation> stations;
  for (std::size_t i = 0; i + 3 <= places.size(); i += 3) stations.push_back({places[i], places[i + 1], places[i + 2]});
  require(info, out.size() == stations.size(), "out has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::tesseroid_gravity(job, tesseroids, stations, ratio, max_halvings, out);
    return nothing();
  });
}

}  // namespace gam::binding
