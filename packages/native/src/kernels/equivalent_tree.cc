#include "kernels/equivalent_tree.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kernels/elementary_angle.hpp"
#include "kernels/equivalent_field.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kLeaf = 64;
constexpr std::size_t kOrder = 8;      // Chebyshev points along a horizontal side
constexpr double kOpening = 0.5;       // a box is far where its radius is below this part of the distance
constexpr std::size_t kGroup = 128;    // targets that share a walk through the tree

using Nodes = std::array<double, kOrder>;

// Chebyshev points of the first kind on [-1, 1].
Nodes chebyshev(std::size_t count) {
  Nodes nodes{};
  for (std::size_t k = 0; k < count; ++k)
    nodes[k] = sine_cosine_turns(static_cast<std::int64_t>(2 * k + 1), static_cast<std::int64_t>(4 * count)).cosine;
  if (count % 2 == 1) nodes[count / 2] = 0;
  return nodes;
}

const std::array<Nodes, kOrder + 1>& chebyshev_tables() {
  static const auto tables = [] {
    std::array<Nodes, kOrder + 1> made{};
    for (std::size_t count = 1; count <= kOrder; ++count) made[count] = chebyshev(count);
    return made;
  }();
  return tables;
}

// Lagrange polynomials of the Chebyshev points at t.
void lagrange(std::size_t count, double t, double* basis) {
  const Nodes& nodes = chebyshev_tables()[count];
  for (std::size_t k = 0; k < count; ++k) {
    double value = 1;
    for (std::size_t j = 0; j < count; ++j)
      if (j != k) value *= (t - nodes[j]) / (nodes[k] - nodes[j]);
    basis[k] = value;
  }
}

// Points along a side so that the error of interpolation over it is like that over a full side of kOrder points: the error falls
// with (half side / distance)^points.
std::size_t points_along(double half, double radius) {
  if (!(half > 0)) return 1;
  std::size_t count = 1;
  const double ratio = kOpening * half / (2 * radius);
  for (double error = ratio; error > 1e-6 && count < kOrder; error *= ratio) ++count;
  return std::max<std::size_t>(2, std::min(kOrder, count));
}

double radius_of(const double* half) { return std::sqrt(half[0] * half[0] + half[1] * half[1] + half[2] * half[2]); }

}  // namespace

SourceTree::SourceTree(const Places& sources) : tree_(place_tree(sources, {}, kLeaf)) {
  const std::size_t count = sources.size();
  x_.resize(count), y_.resize(count), z_.resize(count), charge_.assign(count, 0);
  for (std::size_t i = 0; i < count; ++i) {
    x_[i] = sources.easting[tree_.order[i]];
    y_[i] = sources.northing[tree_.order[i]];
    z_[i] = sources.upward[tree_.order[i]];
  }
  lattices_.resize(tree_.boxes.size());
  stale_.assign(tree_.boxes.size(), false);
  for (std::size_t box = 0; box < tree_.boxes.size(); ++box) make_lattice(box);
  lattice_charge_.assign(lattice_x_.size(), 0);
}

void SourceTree::make_lattice(std::size_t box) {
  const PlaceBox& place = tree_.boxes[box];
  Lattice lattice{};
  for (int axis = 0; axis < 3; ++axis) {
    lattice.centre[axis] = 0.5 * (place.low[axis] + place.high[axis]);
    lattice.half[axis] = 0.5 * (place.high[axis] - place.low[axis]);
  }
  const double radius = radius_of(lattice.half);
  for (int axis = 0; axis < 2; ++axis) lattice.points[axis] = lattice.half[axis] > 0 ? kOrder : 1;
  lattice.points[2] = points_along(lattice.half[2], radius);
  const std::size_t size = lattice.points[0] * lattice.points[1] * lattice.points[2];
  lattice.first = lattice_x_.size();
  if (place.end - place.begin > size) {
    lattice.size = size;
    for (std::size_t i = 0; i < lattice.points[0]; ++i)
      for (std::size_t j = 0; j < lattice.points[1]; ++j)
        for (std::size_t k = 0; k < lattice.points[2]; ++k) {
          lattice_x_.push_back(lattice.centre[0] + lattice.half[0] * chebyshev_tables()[lattice.points[0]][i]);
          lattice_y_.push_back(lattice.centre[1] + lattice.half[1] * chebyshev_tables()[lattice.points[1]][j]);
          lattice_z_.push_back(lattice.centre[2] + lattice.half[2] * chebyshev_tables()[lattice.points[2]][k]);
        }
  }
  lattices_[box] = lattice;
}

void SourceTree::spread(const double* x, const double* y, const double* z, const double* charge, std::size_t count,
                        const Lattice& lattice) {
  double* out = lattice_charge_.data() + lattice.first;
  double along[3][kOrder];
  for (std::size_t i = 0; i < count; ++i) {
    const double place[3] = {x[i], y[i], z[i]};
    for (int axis = 0; axis < 3; ++axis)
      lagrange(lattice.points[axis], lattice.half[axis] > 0 ? (place[axis] - lattice.centre[axis]) / lattice.half[axis] : 0, along[axis]);
    double* at = out;
    for (std::size_t a = 0; a < lattice.points[0]; ++a)
      for (std::size_t b = 0; b < lattice.points[1]; ++b) {
        const double share = charge[i] * along[0][a] * along[1][b];
        for (std::size_t c = 0; c < lattice.points[2]; ++c) *at++ += share * along[2][c];
      }
  }
}

// A polynomial of a parent is the same polynomial in its child, so the child's lattice charges stand for its sources exactly.
void SourceTree::charge_box(std::size_t box) {
  const Lattice& lattice = lattices_[box];
  if (lattice.size == 0) return;
  std::fill_n(lattice_charge_.begin() + static_cast<std::ptrdiff_t>(lattice.first), lattice.size, 0.0);
  const PlaceBox& place = tree_.boxes[box];
  const auto from_sources = [&](const PlaceBox& part) {
    const std::size_t first = part.begin;
    spread(&x_[first], &y_[first], &z_[first], &charge_[first], part.end - part.begin, lattice);
  };
  if (place.left == 0) return from_sources(place);
  for (const std::uint32_t child : {place.left, place.right}) {
    const Lattice& part = lattices_[child];
    if (part.size == 0) from_sources(tree_.boxes[child]);
    else spread(&lattice_x_[part.first], &lattice_y_[part.first], &lattice_z_[part.first], &lattice_charge_[part.first], part.size, lattice);
  }
}

// Children stand after their parents, so that backwards every box finds its children up to date.
void SourceTree::refresh() {
  for (std::size_t box = stale_.size(); box-- > 0;) {
    if (!stale_[box]) continue;
    charge_box(box);
    stale_[box] = false;
  }
}

void SourceTree::set_charges(std::span<const double> charges) {
  for (std::size_t i = 0; i < charge_.size(); ++i) charge_[i] = charges[tree_.order[i]];
  stale_.assign(stale_.size(), true);
  refresh();
}

void SourceTree::add_charges(std::span<const std::uint32_t> sources, std::span<const double> changes) {
  for (std::size_t i = 0; i < sources.size(); ++i) charge_[sources[i]] += changes[i];
  std::vector<std::uint32_t> waiting{0};
  while (!waiting.empty()) {
    const std::uint32_t box = waiting.back();
    const PlaceBox& place = tree_.boxes[box];
    waiting.pop_back();
    const auto first = std::lower_bound(sources.begin(), sources.end(), place.begin);
    if (first == sources.end() || *first >= place.end) continue;
    stale_[box] = true;
    if (place.left != 0) waiting.push_back(place.left), waiting.push_back(place.right);
  }
  refresh();
}

void SourceTree::add_field(const double* x, const double* y, const double* z, std::size_t targets, double* field) const {
  if (tree_.boxes.empty() || targets == 0) return;
  const auto [west, east] = std::minmax_element(x, x + targets);
  const auto [south, north] = std::minmax_element(y, y + targets);
  const auto [low, high] = std::minmax_element(z, z + targets);
  const double centre[3] = {0.5 * (*west + *east), 0.5 * (*south + *north), 0.5 * (*low + *high)};
  const double half[3] = {0.5 * (*east - *west), 0.5 * (*north - *south), 0.5 * (*high - *low)};
  const double reach = radius_of(half);
  std::vector<std::uint32_t> waiting{0};
  while (!waiting.empty()) {
    const std::uint32_t box = waiting.back();
    waiting.pop_back();
    const PlaceBox& place = tree_.boxes[box];
    const Lattice& lattice = lattices_[box];
    const double between[3] = {centre[0] - lattice.centre[0], centre[1] - lattice.centre[1], centre[2] - lattice.centre[2]};
    const bool far = radius_of(lattice.half) <= kOpening * (radius_of(between) - reach);
    if (far && lattice.size > 0) {
      const std::size_t at = lattice.first;
      GAM_DISPATCH(equivalent_field, x, y, z, targets, &lattice_x_[at], &lattice_y_[at], &lattice_z_[at], &lattice_charge_[at],
                   lattice.size, field);
    } else if (place.left == 0 || far) {
      const std::size_t at = place.begin;
      GAM_DISPATCH(equivalent_field, x, y, z, targets, &x_[at], &y_[at], &z_[at], &charge_[at], place.end - place.begin, field);
    } else {
      waiting.push_back(place.right);
      waiting.push_back(place.left);
    }
  }
}

void source_field(const runtime::Job& job, const Places& sources, std::span<const double> charges, const Places& targets,
                  std::span<double> field) {
  SourceTree tree(sources);
  tree.set_charges(charges);
  const PlaceTree order = place_tree(targets, {}, kGroup);
  const std::size_t count = targets.size();
  job.parallel((count + kGroup - 1) / kGroup, [&](std::size_t group, unsigned) {
    const std::size_t first = group * kGroup, size = std::min(kGroup, count - first);
    double x[kGroup] = {}, y[kGroup] = {}, z[kGroup] = {}, sum[kGroup] = {};
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint32_t target = order.order[first + i];
      x[i] = targets.easting[target], y[i] = targets.northing[target], z[i] = targets.upward[target];
    }
    tree.add_field(x, y, z, size, sum);
    for (std::size_t i = 0; i < size; ++i) field[order.order[first + i]] = sum[i];
    if (group % 64 == 0) job.progress(static_cast<double>(first) / static_cast<double>(count));
  });
}

}  // namespace gam::kernels
