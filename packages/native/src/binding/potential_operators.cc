// Products with stored operators: dense, block-Toeplitz, compressed.
#include "kernels/compress_rows.hpp"
#include "kernels/dense_product.hpp"
#include "kernels/toeplitz_operator.hpp"
#include "potential_bindings.h"

namespace gam::binding {
namespace {

// { rows, cols, values }
kernels::DenseMatrix matrix_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  const kernels::DenseMatrix matrix{size_member(object, "rows"), size_member(object, "cols"), array_member<float>(object, "values")};
  require(info, matrix.values.size() == matrix.rows * matrix.cols, "matrix has the wrong size");
  return matrix;
}

// { cellsEasting, cellsNorthing, layers, latticeEasting, latticeNorthing, paddedEasting, paddedNorthing }
kernels::ToeplitzShape toeplitz_shape(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  const kernels::ToeplitzShape shape{size_member(object, "cellsEasting"),   size_member(object, "cellsNorthing"),   size_member(object, "layers"),
                                     size_member(object, "latticeEasting"), size_member(object, "latticeNorthing"), size_member(object, "paddedEasting"),
                                     size_member(object, "paddedNorthing")};
  require(info,
          shape.cells_easting > 0 && shape.cells_northing > 0 && shape.lattice_easting > 0 && shape.lattice_northing > 0 &&
              shape.padded_easting + 1 >= shape.cells_easting + shape.lattice_easting &&
              shape.padded_northing + 1 >= shape.cells_northing + shape.lattice_northing &&
              kernels::FourierPasses::possible(shape.padded_easting) && kernels::FourierPasses::possible(shape.padded_northing),
          "impossible shape");
  return shape;
}

// Float32Array or Float64Array.
kernels::ToeplitzSpectra toeplitz_spectra_argument(const Napi::CallbackInfo& info, std::size_t index, const kernels::ToeplitzShape& shape) {
  kernels::ToeplitzSpectra spectra;
  if (info[index].IsTypedArray() && info[index].As<Napi::TypedArray>().TypedArrayType() == napi_float64_array)
    spectra.full = array_argument<double>(info, index);
  else
    spectra.single = array_argument<float>(info, index);
  require(info, spectra.full.size() + spectra.single.size() == shape.spectra_size(), "spectra have the wrong size");
  return spectra;
}

// { shape: { easting, northing, layers }, bases: { easting, northing, layers }, components, cells, layerScale }
kernels::CompressedBasis basis_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  const Napi::Object shape = object.Get("shape").ToObject(), bases = object.Get("bases").ToObject();
  const kernels::CompressedBasis basis{{size_member(shape, "easting"), size_member(shape, "northing"), size_member(shape, "layers")},
                                       {array_member<double>(bases, "easting"), array_member<double>(bases, "northing"), array_member<double>(bases, "layers")},
                                       size_member(object, "components"),
                                       array_member<std::uint32_t>(object, "cells"),
                                       array_member<double>(object, "layerScale")};
  require(info, basis.layer_scale.size() == basis.components * basis.shape.layers, "layerScale has the wrong size");
  const auto is_square = [](std::span<const double> matrix, std::size_t side) { return matrix.size() == side * side; };
  require(info,
          is_square(basis.bases.easting, basis.shape.easting) && is_square(basis.bases.northing, basis.shape.northing) &&
              is_square(basis.bases.layers, basis.shape.layers),
          "bases have the wrong size");
  for (const std::uint32_t cell : basis.cells) require(info, cell < basis.shape.size(), "cells must be of the mesh");
  return basis;
}

// The basis with { offsets, columns, values }
kernels::CompressedMatrix compressed_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const Napi::Object object = object_argument(info, index);
  const kernels::CompressedMatrix matrix{basis_argument(info, index), array_member<double>(object, "offsets"),
                                         array_member<std::uint32_t>(object, "columns"), array_member<float>(object, "values")};
  require(info, !matrix.offsets.empty() && matrix.columns.size() == matrix.values.size() && matrix.offsets.back() <= static_cast<double>(matrix.values.size()),
          "compressed rows do not fit together");
  return matrix;
}

template <typename T>
Napi::TypedArrayOf<T> concatenated(Napi::Env env, const std::vector<kernels::CompressedRow>& rows, std::vector<T> kernels::CompressedRow::* part) {
  std::size_t count = 0;
  for (const auto& row : rows) count += (row.*part).size();
  auto array = Napi::TypedArrayOf<T>::New(env, count, TypedArrayType<T>::value);
  T* to = array.Data();
  for (const auto& row : rows) to = std::copy((row.*part).begin(), (row.*part).end(), to);
  return array;
}

}  // namespace

// denseApply(matrix, x, out, run): Promise<void>
Napi::Value dense_apply(const Napi::CallbackInfo& info) {
  const kernels::DenseMatrix matrix = matrix_argument(info, 0);
  const std::span<double> x = array_argument<double>(info, 1), out = array_argument<double>(info, 2);
  require(info, x.size() == matrix.cols && out.size() == matrix.rows, "a vector has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::dense_apply(job, matrix, x, out);
    return nothing();
  });
}

// denseAdjoint(matrix, y, squared: boolean, out, run): Promise<void>
Napi::Value dense_adjoint(const Napi::CallbackInfo& info) {
  const kernels::DenseMatrix matrix = matrix_argument(info, 0);
  const std::span<double> y = array_argument<double>(info, 1), out = array_argument<double>(info, 3);
  const bool squared = info[2].ToBoolean();
  require(info, y.size() == matrix.rows && out.size() == matrix.cols, "a vector has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::dense_adjoint(job, matrix, y, squared, out);
    return nothing();
  });
}

// denseNormal(matrix, x, weights: Float64Array | undefined, out, run): Promise<void>
Napi::Value dense_normal(const Napi::CallbackInfo& info) {
  const kernels::DenseMatrix matrix = matrix_argument(info, 0);
  const std::span<double> x = array_argument<double>(info, 1), weights = optional_array_argument<double>(info, 2), out = array_argument<double>(info, 3);
  require(info, x.size() == matrix.cols && out.size() == matrix.cols && (weights.empty() || weights.size() == matrix.rows), "a vector has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::dense_normal(job, matrix, x, weights, out);
    return nothing();
  });
}

// toeplitzLength(needed: number): number
Napi::Value toeplitz_length(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(kernels::toeplitz_length(static_cast<std::size_t>(number_argument(info, 0)))));
}

// toeplitzSpectra(shape, mesh, stations, squared: boolean, spectra, run): Promise<void>; the mesh and the one station are of the table.
Napi::Value toeplitz_spectra(const Napi::CallbackInfo& info) {
  const kernels::ToeplitzShape shape = toeplitz_shape(info, 0);
  const MeshArgument mesh(info, 1);
  const kernels::StationList stations = station_argument(info, 2);
  const bool squared = info[3].ToBoolean();
  const kernels::ToeplitzSpectra spectra = toeplitz_spectra_argument(info, 4, shape);
  require(info,
          stations.size() == 1 && mesh.columns() == shape.layers * (shape.cells_easting + shape.lattice_easting - 1) *
                                                        (shape.cells_northing + shape.lattice_northing - 1),
          "mesh is not that of the table");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    std::vector<double> table(mesh.columns());
    const double one = 1;
    kernels::potential_adjoint(job, mesh.mesh(), stations, {&one, 1}, squared, table);
    kernels::toeplitz_spectra(job, shape, table, spectra);
    return nothing();
  });
}

// toeplitzApply(shape, spectra, model, data, run): Promise<void>
Napi::Value toeplitz_apply(const Napi::CallbackInfo& info) {
  const kernels::ToeplitzShape shape = toeplitz_shape(info, 0);
  const kernels::ToeplitzSpectra spectra = toeplitz_spectra_argument(info, 1, shape);
  const std::span<double> model = array_argument<double>(info, 2), data = array_argument<double>(info, 3);
  require(info, model.size() == shape.cells_easting * shape.cells_northing * shape.layers && data.size() == shape.lattice_easting * shape.lattice_northing,
          "a vector has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::toeplitz_apply(job, shape, spectra, model, data);
    return nothing();
  });
}

// toeplitzAdjoint(shape, spectra, data, model, run): Promise<void>
Napi::Value toeplitz_adjoint(const Napi::CallbackInfo& info) {
  const kernels::ToeplitzShape shape = toeplitz_shape(info, 0);
  const kernels::ToeplitzSpectra spectra = toeplitz_spectra_argument(info, 1, shape);
  const std::span<double> data = array_argument<double>(info, 2), model = array_argument<double>(info, 3);
  require(info, model.size() == shape.cells_easting * shape.cells_northing * shape.layers && data.size() == shape.lattice_easting * shape.lattice_northing,
          "a vector has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::toeplitz_adjoint(job, shape, spectra, data, model);
    return nothing();
  });
}

// compressRows(mesh, basis, stations, tolerance, run): Promise<{ counts, columns, values, dropped, total }>
Napi::Value compress_rows(const Napi::CallbackInfo& info) {
  const MeshArgument mesh(info, 0);
  const kernels::CompressedBasis basis = basis_argument(info, 1);
  const kernels::StationList stations = station_argument(info, 2);
  const double tolerance = number_argument(info, 3);
  require(info,
          basis.components == std::max<std::size_t>(1, mesh.tensors.size()) && basis.cells.size() == mesh.cells.size() &&
              basis.shape.size() == (mesh.easting.size() - 1) * (mesh.northing.size() - 1) * (mesh.upward.size() - 1),
          "basis is not that of the mesh");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    auto rows = std::make_shared<const std::vector<kernels::CompressedRow>>(kernels::compress_rows(job, mesh.mesh(), basis, stations, tolerance));
    return [rows](Napi::Env env) -> Napi::Value {
      Napi::Object result = Napi::Object::New(env);
      auto counts = Napi::Float64Array::New(env, rows->size());
      double dropped = 0, total = 0;
      for (std::size_t i = 0; i < rows->size(); ++i) {
        counts[i] = static_cast<double>((*rows)[i].columns.size());
        dropped += (*rows)[i].dropped;
        total += (*rows)[i].total;
      }
      result.Set("counts", counts);
      result.Set("columns", concatenated(env, *rows, &kernels::CompressedRow::columns));
      result.Set("values", concatenated(env, *rows, &kernels::CompressedRow::values));
      result.Set("dropped", dropped);
      result.Set("total", total);
      return result;
    };
  });
}

// compressedApply(operator, x, out, run): Promise<void>
Napi::Value compressed_apply(const Napi::CallbackInfo& info) {
  const kernels::CompressedMatrix matrix = compressed_argument(info, 0);
  const std::span<double> x = array_argument<double>(info, 1), out = array_argument<double>(info, 2);
  require(info, x.size() == matrix.basis.components * matrix.basis.cells.size() && out.size() == matrix.rows(), "a vector has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::compressed_apply(job, matrix, x, out);
    return nothing();
  });
}

// compressedAdjoint(operator, y, out, run): Promise<void>
Napi::Value compressed_adjoint(const Napi::CallbackInfo& info) {
  const kernels::CompressedMatrix matrix = compressed_argument(info, 0);
  const std::span<double> y = array_argument<double>(info, 1), out = array_argument<double>(info, 2);
  require(info, out.size() == matrix.basis.components * matrix.basis.cells.size() && y.size() == matrix.rows(), "a vector has the wrong size");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::compressed_adjoint(job, matrix, y, out);
    return nothing();
  });
}

}  // namespace gam::binding
