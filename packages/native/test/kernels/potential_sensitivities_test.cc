#include "kernels/potential_sensitivities.hpp"

#include <cmath>
#include <cstdio>
#include <random>

#include "check.hpp"
#include "kernels/prism_far.hpp"

using namespace gam::kernels;
using Real = long double;

// Primitive of the gravity of a prism, or of its weighted second derivatives, as textbooks have it.
static Real primitive(Real x, Real y, Real z, const TensorWeights* w) {
  const Real r = std::sqrt(x * x + y * y + z * z);
  const auto logarithm = [&](Real along, Real across) { return along < 0 ? std::log(across / (r - along)) : std::log(along + r); };
  const Real lx = logarithm(x, y * y + z * z), ly = logarithm(y, x * x + z * z), lz = logarithm(z, x * x + y * y);
  if (w == nullptr) return x * ly + y * lx - z * std::atan(x * y / (z * r));
  return w->en * lz + w->eu * ly + w->nu * lx - w->ee * std::atan(y * z / (x * r)) - w->nn * std::atan(x * z / (y * r)) -
         w->uu * std::atan(x * y / (z * r));
}

static Real cell(const SensitivityMesh& mesh, std::size_t i, std::size_t j, std::size_t k, const Station& s, const TensorWeights* w) {
  Real sum = 0;
  for (std::size_t a = 0; a < 2; ++a)
    for (std::size_t b = 0; b < 2; ++b)
      for (std::size_t c = 0; c < 2; ++c)
        sum += ((a + b + c) % 2 == 0 ? 1 : -1) * primitive(Real(mesh.easting[i + 1 - a]) - s.easting, Real(mesh.northing[j + 1 - b]) - s.northing,
                                                            Real(mesh.upward[k + c]) - s.upward, w);
  return sum;
}

int main() {
  std::mt19937 generator(7);
  std::uniform_real_distribution<double> width(20, 140), place(-2500, 4500);
  std::vector<double> easting{-300}, northing{100}, upward{12};
  for (int i = 0; i < 37; ++i) easting.push_back(easting.back() + width(generator));
  for (int j = 0; j < 21; ++j) northing.push_back(northing.back() + width(generator));
  for (int k = 0; k < 9; ++k) upward.push_back(upward.back() - width(generator));
  std::vector<std::uint32_t> cells;
  for (std::uint32_t c = 0; c < 37 * 21 * 9; ++c)
    if (c % 5 != 2 && c / 37 != 44) cells.push_back(c);
  std::vector<double> e, n, u;
  for (int i = 0; i < 40; ++i) {
    e.push_back(place(generator));
    n.push_back(place(generator) - 500);
    u.push_back(15 + std::fabs(place(generator)) / 40);
  }
  const StationList stations{e, n, u};
  const TensorWeights induced{0.2, 0.5, 0.9, -0.7, 0.4, 1.1};
  const TensorWeights vector[3] = {{1, 0, 0, 0.5, 0.1, 0}, {0, 1, 0, 0.3, 0, 0.7}, {0, 0, 1, 0, 0.3, -0.2}};

  for (const std::span<const TensorWeights> tensors : {std::span<const TensorWeights>{}, {&induced, 1}, {vector, 3}}) {
    const SensitivityMesh mesh{easting, northing, upward, cells, tensors, 1};
    const std::size_t components = std::max<std::size_t>(1, tensors.size()), columns = components * cells.size();
    std::vector<float> matrix(stations.size() * columns);
    potential_matrix(gam::runtime::Job(3), mesh, stations, matrix);
    std::vector<double> row(columns);
    double worst = 0, worst_far = 0;
    for (std::size_t s = 0; s < stations.size(); ++s) {
      potential_row(gam::runtime::Job(1), mesh, stations[s], row);
      for (std::size_t component = 0; component < components; ++component)
        for (std::size_t c = 0; c < cells.size(); ++c) {
          const std::size_t i = cells[c] % 37, j = cells[c] / 37 % 21, k = cells[c] / (37 * 21);
          const TensorWeights* w = tensors.empty() ? nullptr : &tensors[component];
          const double expected = static_cast<double>(cell(mesh, i, j, k, stations[s], w));
          const double actual = row[component * cells.size() + c];
          CHECK(matrix[s * columns + component * cells.size() + c] == static_cast<float>(actual));
          const double x = (easting[i] + easting[i + 1]) / 2 - e[s], y = (northing[j] + northing[j + 1]) / 2 - n[s],
                       z = (upward[k] + upward[k + 1]) / 2 - u[s];
          const double r = std::sqrt(x * x + y * y + z * z);
          const double volume = (easting[i + 1] - easting[i]) * (northing[j + 1] - northing[j]) * (upward[k] - upward[k + 1]);
          // Size of the coefficient: gravity vanishes with z, second derivatives change sign.
          const double size = w == nullptr ? volume * std::fabs(z) / (r * r * r) : volume / (r * r * r);
          const double diagonal = std::sqrt(std::pow(easting[i + 1] - easting[i], 2) + std::pow(northing[j + 1] - northing[j], 2) + std::pow(upward[k] - upward[k + 1], 2));
          double& gap = r > kFarHalfDiagonals / 2 * diagonal ? worst_far : worst;
          gap = std::max(gap, std::fabs(actual - expected) / size);
        }
    }
    std::printf("%zu components: near %.1e far %.1e\n", tensors.size(), worst, worst_far);
    CHECK(worst < 1e-8 && worst_far < 2e-8);

    // The products on the fly are those of the rows, in the same bits for every number of threads.
    std::vector<double> model(columns), data(stations.size()), again(stations.size()), back(columns), back_again(columns);
    for (double& value : model) value = place(generator);
    potential_forward(gam::runtime::Job(1), mesh, stations, model, data);
    potential_forward(gam::runtime::Job(3), mesh, stations, model, again);
    CHECK(data == again);
    potential_adjoint(gam::runtime::Job(1), mesh, stations, data, false, back);
    potential_adjoint(gam::runtime::Job(3), mesh, stations, data, false, back_again);
    CHECK(back == back_again);
    double left = 0, right = 0;
    for (std::size_t j = 0; j < columns; ++j) left += model[j] * back[j];
    for (const double value : data) right += value * value;
    CHECK(std::fabs(left / right - 1) < 1e-12);
  }
}
