#include "kernels/compress_rows.hpp"

#include <cmath>
#include <numeric>
#include <random>

#include "check.hpp"

using namespace gam::kernels;

static double dot(std::span<const double> a, std::span<const double> b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

// Reflection at the hyperplane across (1, 2, .. n): orthonormal and full; of its rows from `sparse` on only the diagonal is left.
static std::vector<double> reflection(std::size_t n, std::size_t sparse) {
  std::vector<double> matrix(n * n, 0.0);
  double norm = 0;
  for (std::size_t i = 0; i < sparse; ++i) norm += static_cast<double>((i + 1) * (i + 1));
  for (std::size_t k = 0; k < n; ++k) {
    matrix[k * n + k] = 1;
    for (std::size_t i = 0; i < sparse && k < sparse; ++i) matrix[k * n + i] -= 2 * static_cast<double>((k + 1) * (i + 1)) / norm;
  }
  return matrix;
}

// The transform is the product of its three matrices, keeps lengths, and is undone by its inverse.
static void transform(const BlockShape& shape) {
  std::mt19937 generator(1);
  std::normal_distribution<double> random;
  std::vector<double> values(shape.size());
  for (double& value : values) value = random(generator);
  const std::vector<double> x = reflection(shape.easting, shape.easting), y = reflection(shape.northing, (shape.northing + 1) / 2),
                            z = reflection(shape.layers, shape.layers);
  const BlockTransform block(shape, {x, y, z});
  std::vector<double> spectrum = values, scratch(block.scratch_size());
  block.forward(spectrum.data(), scratch.data());
  CHECK(std::fabs(dot(spectrum, spectrum) / dot(values, values) - 1) < 1e-13);
  double last = 0;
  for (std::size_t k = 0; k < shape.layers; ++k)
    for (std::size_t j = 0; j < shape.northing; ++j)
      for (std::size_t i = 0; i < shape.easting; ++i)
        last += z[shape.layers * (shape.layers - 1) + k] * y[shape.northing * (shape.northing - 1) + j] * x[shape.easting * (shape.easting - 1) + i] *
                values[(k * shape.northing + j) * shape.easting + i];
  CHECK(std::fabs(last - spectrum.back()) < 1e-13);
  block.inverse(spectrum.data(), scratch.data());
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(std::fabs(spectrum[i] - values[i]) < 1e-13);
}

int main() {
  for (const BlockShape& shape : {BlockShape{1, 1, 1}, BlockShape{8, 4, 2}, BlockShape{7, 1, 3}, BlockShape{5, 11, 13}}) transform(shape);

  // A matrix of which nothing or a little is dropped.
  std::vector<double> planes, upward, places, height(20, 30.0), ones{1, 2, 3, 4};
  for (int i = 0; i <= 12; ++i) planes.push_back(100 * i);
  for (int k = 0; k <= 4; ++k) upward.push_back(-80 * k);
  for (int i = 0; i < 20; ++i) places.push_back(63 * i);
  std::vector<std::uint32_t> cells;
  for (std::uint32_t c = 0; c < 576; ++c)
    if (c % 7 != 0) cells.push_back(c);
  const SensitivityMesh mesh{planes, planes, upward, cells, {}, 1};
  const StationList stations{places, places, height};
  const std::vector<double> wide = reflection(12, 12), deep = reflection(4, 4);
  const CompressedBasis basis{{12, 12, 4}, {wide, wide, deep}, 1, cells, ones};
  std::vector<double> x(cells.size()), y(20), expected(20), out(20), back(cells.size());
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::sin(static_cast<double>(i * i));
  potential_forward(gam::runtime::Job(1), mesh, stations, x, expected);
  std::size_t kept = 20 * 576 + 1;
  for (const double tolerance : {1e-7, 0.03}) {
    const auto rows = compress_rows(gam::runtime::Job(3), mesh, basis, stations, tolerance);
    std::vector<double> offsets{0};
    std::vector<std::uint32_t> columns;
    std::vector<float> values;
    double dropped = 0, total = 0;
    for (const CompressedRow& row : rows) {
      CHECK(row.dropped <= tolerance * tolerance * row.total);
      dropped += row.dropped;
      total += row.total;
      columns.insert(columns.end(), row.columns.begin(), row.columns.end());
      values.insert(values.end(), row.values.begin(), row.values.end());
      offsets.push_back(static_cast<double>(values.size()));
    }
    CHECK(values.size() < kept && total > 0);
    kept = values.size();
    const CompressedMatrix matrix{basis, offsets, columns, values};
    compressed_apply(gam::runtime::Job(2), matrix, x, out);
    compressed_adjoint(gam::runtime::Job(2), matrix, out, back);
    CHECK(std::fabs(dot(x, back) / dot(out, out) - 1) < 1e-12);
    double gap = 0;
    for (std::size_t i = 0; i < 20; ++i) gap += (out[i] - expected[i]) * (out[i] - expected[i]);
    CHECK(std::sqrt(gap / dot(expected, expected)) < 20 * tolerance);
  }
}
