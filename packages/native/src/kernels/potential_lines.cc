#include "kernels/potential_lines.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/prism_far.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kPadding = 8;
constexpr double kFarSquared = kFarHalfDiagonals * kFarHalfDiagonals;

std::vector<double> half_widths(std::span<const double> planes) {
  std::vector<double> half(planes.size() - 1 + kPadding, 1.0);
  for (std::size_t i = 0; i + 1 < planes.size(); ++i) half[i] = std::fabs(planes[i + 1] - planes[i]) / 2;
  return half;
}

}  // namespace

PotentialLines::Workspace::Range PotentialLines::Workspace::Range::with(Range other) const {
  if (empty()) return other;
  if (other.empty()) return *this;
  return {std::min(begin, other.begin), std::max(end, other.end)};
}

PotentialLines::PotentialLines(const SensitivityMesh& mesh)
    : mesh_(mesh),
      easting_(mesh.easting.size() - 1),
      northing_(mesh.northing.size() - 1),
      layers_(mesh.upward.size() - 1),
      components_(std::max<std::size_t>(1, mesh.tensors.size())),
      stride_(easting_ + 1 + kPadding),
      half_easting_(half_widths(mesh.easting)),
      half_northing_(half_widths(mesh.northing)),
      half_upward_(half_widths(mesh.upward)),
      line_start_(northing_ * layers_ + 1) {
  std::size_t cell = 0;
  for (std::size_t line = 0; line < northing_ * layers_; ++line) {
    line_start_[line] = cell;
    while (cell < mesh.cells.size() && mesh.cells[cell] < (line + 1) * easting_) ++cell;
  }
  line_start_.back() = cell;
}

PotentialLines::Workspace::Workspace(const PotentialLines& lines)
    : x(lines.stride_),
      middle(lines.stride_),
      reach_west(lines.easting_),
      reach_east(lines.easting_),
      inverse_xz(lines.stride_),
      inverse_xy(lines.mesh_.tensors.empty() ? 0 : lines.stride_ * (lines.northing_ + 1)),
      line(lines.stride_),
      packed(lines.stride_),
      upper(lines.northing_),
      lower(lines.northing_) {
  for (auto& buffer : nodes) buffer.resize(lines.components_ * lines.stride_);
  for (auto& buffer : differences) buffer.resize(lines.components_ * lines.northing_ * lines.stride_);
}

double PotentialLines::offset_of(double plane, double station) const {
  const double difference = plane - station;
  return difference == 0 && !mesh_.tensors.empty() ? -kTensorNudge : difference;
}

void PotentialLines::place(const Station& station, std::size_t first, std::size_t end, Workspace& w) const {
  for (std::size_t i = 0; i <= easting_; ++i) w.x[i] = offset_of(mesh_.easting[i], station.easting);
  for (std::size_t i = easting_ + 1; i < stride_; ++i) w.x[i] = w.x[easting_];
  for (std::size_t i = 0; i < easting_; ++i) w.middle[i] = (w.x[i] + w.x[i + 1]) / 2;
  for (std::size_t i = easting_; i < stride_; ++i) w.middle[i] = w.middle[easting_ - 1];
  // A cell is near where its reach is below what its line leaves (near_cells): least so far, from the west and from the east.
  const auto reach = [&](std::size_t i) { return w.middle[i] * w.middle[i] - kFarSquared * half_easting_[i] * half_easting_[i]; };
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < easting_; ++i) w.reach_west[i] = least = std::min(least, reach(i));
  least = std::numeric_limits<double>::infinity();
  for (std::size_t i = easting_; i-- > 0;) w.reach_east[i] = least = std::min(least, reach(i));
  if (w.inverse_xy.empty()) return;
  for (std::size_t j = first; j <= end; ++j)
    GAM_DISPATCH(prism_inverse_distances, w.x.data(), offset_of(mesh_.northing[j], station.northing), kTensorEdge, easting_ + 1,
                 w.inverse_xy.data() + j * stride_);
}

// From the first to the last cell of a line closer than so many half diagonals; y and z are those of its middle.
PotentialLines::Range PotentialLines::near_cells(double y, double z, std::size_t j, std::size_t k, const Workspace& w) const {
  const double left = kFarSquared * (half_northing_[j] * half_northing_[j] + half_upward_[k] * half_upward_[k]) - y * y - z * z;
  const auto begin = std::partition_point(w.reach_west.begin(), w.reach_west.end(), [&](double least) { return least > left; });
  const auto end = std::partition_point(w.reach_east.begin(), w.reach_east.end(), [&](double least) { return least <= left; });
  return {static_cast<std::size_t>(begin - w.reach_west.begin()), static_cast<std::size_t>(end - w.reach_east.begin())};
}

void PotentialLines::node_line(double y, double z, const double* inverse_xy, Range cells, Workspace& w, double* nodes) const {
  const double floor = mesh_.tensors.empty() ? kGravityEdge : kTensorEdge;
  const NodeLine line{w.x.data(), w.inverse_xz.data(), inverse_xy, y, z, 1 / std::max(std::sqrt(y * y + z * z), floor)};
  const std::size_t count = cells.end - cells.begin + 1;
  if (mesh_.tensors.empty()) {
    GAM_DISPATCH(prism_gravity_nodes, line, cells.begin, count, nodes);
    return;
  }
  double* out[3] = {};
  for (std::size_t component = 0; component < components_; ++component) out[component] = nodes + component * stride_;
  GAM_DISPATCH(prism_tensor_nodes, line, mesh_.tensors.data(), components_, cells.begin, count, out);
}

void PotentialLines::emit(const Station& station, std::size_t j, std::size_t k, Range near, std::size_t plane, std::size_t row,
                          Workspace& w, const LineVisitor& visit) const {
  const std::size_t start = line_start_[k * northing_ + j];
  const std::size_t count = line_start_[k * northing_ + j + 1] - start;
  if (near.empty()) near = {easting_, easting_};
  const CellLine line{w.middle.data(),
                      half_easting_.data(),
                      (offset_of(mesh_.northing[j], station.northing) + offset_of(mesh_.northing[j + 1], station.northing)) / 2,
                      (offset_of(mesh_.upward[k], station.upward) + offset_of(mesh_.upward[k + 1], station.upward)) / 2,
                      half_northing_[j],
                      half_upward_[k]};
  double* out = w.line.data();
  const auto far_cells = [&](std::size_t component, std::size_t first, std::size_t end) {
    if (first >= end) return;
    if (mesh_.tensors.empty())
      GAM_DISPATCH(prism_gravity_far, line, mesh_.scale, first, end - first, out);
    else
      GAM_DISPATCH(prism_tensor_far, line, mesh_.tensors[component], mesh_.scale, first, end - first, out);
  };
  for (std::size_t component = 0; component < components_; ++component) {
    // From west to east: each part may write a few cells too many into the next.
    far_cells(component, 0, near.begin);
    if (near.begin < near.end) {
      const std::size_t at = (component * northing_ + row) * stride_;
      GAM_DISPATCH(prism_cells, w.differences[1 - plane].data() + at, w.differences[plane].data() + at, mesh_.scale, near.begin,
                   near.end - near.begin, out);
    }
    far_cells(component, near.end, easting_);
    const double* values = out;
    if (count < easting_) {
      const std::size_t base = (k * northing_ + j) * easting_;
      for (std::size_t i = 0; i < count; ++i) w.packed[i] = out[mesh_.cells[start + i] - base];
      values = w.packed.data();
    }
    visit(component * mesh_.cells.size() + start, count, values);
  }
}

void PotentialLines::evaluate(const Station& station, std::size_t first, std::size_t end, Workspace& w, const LineVisitor& visit) const {
  place(station, first, end, w);
  const auto filled = [&](std::size_t j, std::size_t k) { return line_start_[k * northing_ + j + 1] > line_start_[k * northing_ + j]; };
  const double floor = mesh_.tensors.empty() ? kGravityEdge : kTensorEdge;
  std::fill(w.lower.begin(), w.lower.end(), Range{});
  for (std::size_t k = 0; k <= layers_; ++k) {
    const double z = offset_of(mesh_.upward[k], station.upward);
    std::swap(w.upper, w.lower);
    bool any = false;
    for (std::size_t j = first; j < end; ++j) {
      w.lower[j] = {};
      if (k < layers_ && filled(j, k)) {
        const double y = (mesh_.northing[j] + mesh_.northing[j + 1]) / 2 - station.northing;
        w.lower[j] = near_cells(y, (mesh_.upward[k] + mesh_.upward[k + 1]) / 2 - station.upward, j, k, w);
      }
      any = any || !w.lower[j].empty() || !w.upper[j].empty();
    }
    if (any) GAM_DISPATCH(prism_inverse_distances, w.x.data(), z, floor, easting_ + 1, w.inverse_xz.data());
    const std::size_t plane = k % 2;
    for (std::size_t j = first; j <= end; ++j) {
      const Range south = j > first ? w.upper[j - 1].with(w.lower[j - 1]) : Range{};
      const Range north = j < end ? w.upper[j].with(w.lower[j]) : Range{};
      const Range both = south.with(north);
      if (!both.empty())
        node_line(offset_of(mesh_.northing[j], station.northing), z, w.inverse_xy.empty() ? nullptr : w.inverse_xy.data() + j * stride_, both, w,
                  w.nodes[j % 2].data());
      if (j == first) continue;
      if (!south.empty())
        for (std::size_t component = 0; component < components_; ++component)
          GAM_DISPATCH(prism_differences, w.nodes[(j - 1) % 2].data() + component * stride_, w.nodes[j % 2].data() + component * stride_,
                       south.begin, south.end - south.begin, w.differences[plane].data() + (component * northing_ + j - 1) * stride_);
      if (k > 0 && filled(j - 1, k - 1)) emit(station, j - 1, k - 1, w.upper[j - 1], plane, j - 1, w, visit);
    }
  }
}

}  // namespace gam::kernels
