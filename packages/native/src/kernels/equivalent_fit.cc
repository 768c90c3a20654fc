#include "kernels/equivalent_fit.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/equivalent_field.hpp"
#include "kernels/equivalent_tree.hpp"
#include "kernels/equivalent_windows.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kLeaf = 64;    // readings that stay together in memory
constexpr std::size_t kGroup = 128;  // readings that share a walk through the tree
constexpr std::size_t kRows = 64;    // rows of the design matrix in cache at once

// Places and values in tree order.
struct Ordered {
  std::vector<double> x, y, z;
  Ordered(const Places& places, const PlaceTree& tree) {
    for (const std::uint32_t i : tree.order) x.push_back(places.easting[i]), y.push_back(places.northing[i]), z.push_back(places.upward[i]);
  }
};

// Readings of a window are split into this many slices, whose normal matrices are added in order: threads change no bit.
constexpr std::size_t kSlices = 8;

// Arrays that every window needs, kept from one to the next.
struct Workshop {
  std::vector<double> x, y, z, residual;  // readings of the window
  std::vector<double> source_x, source_y, source_z;
  std::vector<double> design[kSlices], normal[kSlices], change;
};

// Solves the damped normal equations in the upper triangle of `normal` (row-major, `width` wide), whose column `count` holds the right-hand
// side; the solution goes to `solution`. Cholesky by rows; a pivot that rounding made too small ends its source's say.
void solve(double* normal, std::size_t width, std::size_t count, double damping, double* solution) {
  double trace = 0;
  for (std::size_t i = 0; i < count; ++i) trace += normal[i * width + i];
  const double mean = trace / static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i) normal[i * width + i] += damping * mean;
  for (std::size_t k = 0; k < count; ++k) {
    double* pivot = normal + k * width;
    const double root = pivot[k] > 1e-14 * mean ? 1 / std::sqrt(pivot[k]) : 0;
    for (std::size_t j = k; j <= count; ++j) pivot[j] *= root;
    for (std::size_t i = k + 1; i < count; ++i) {
      const std::size_t from = i / 8 * 8;  // whole registers; what lies left of the diagonal is never read
      GAM_DISPATCH(equivalent_eliminate, normal + i * width + from, pivot + from, pivot[i], count + 1 - from);
    }
  }
  for (std::size_t k = count; k-- > 0;) {
    const double* row = normal + k * width;
    double sum = row[count];
    for (std::size_t j = k + 1; j < count; ++j) sum -= row[j] * solution[j];
    solution[k] = row[k] > 0 ? sum / row[k] : 0;
  }
}

void gather(const std::vector<double>& from, const std::vector<std::uint32_t>& members, std::vector<double>& to) {
  to.resize(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) to[i] = from[members[i]];
}

// The survey and the sources in tree order, and what of the sources is known.
class Boosting {
 public:
  Boosting(const Places& readings, const PlaceTree& order, std::span<const double> values, std::span<const double> weights,
           const Places& sources)
      : readings_(readings, order), tree_(sources), sources_(sources, tree_.places()) {
    for (const std::uint32_t i : order.order) {
      values_.push_back(values[i]);
      if (!weights.empty()) root_weights_.push_back(std::sqrt(weights[i]));
    }
  }

  const SourceTree& tree() const { return tree_; }

  // Changes the charges of the window's sources so that they explain what the present charges leave of its readings.
  void fit(const runtime::Job& job, const EquivalentWindow& window, double damping) {
    Workshop& w = workshop_;
    const std::size_t rows = window.readings.size(), count = window.sources.size();
    const std::size_t width = (count + 1 + kEquivalentRun - 1) / kEquivalentRun * kEquivalentRun;
    gather(readings_.x, window.readings, w.x), gather(readings_.y, window.readings, w.y), gather(readings_.z, window.readings, w.z);
    gather(sources_.x, window.sources, w.source_x), gather(sources_.y, window.sources, w.source_y);
    gather(sources_.z, window.sources, w.source_z);
    w.residual.assign(rows, 0);
    const std::size_t groups = (rows + kGroup - 1) / kGroup, slices = std::min(kSlices, groups);
    job.parallel(slices, [&](std::size_t slice, unsigned) {
      const std::size_t first = slice * groups / slices * kGroup, last = std::min(rows, (slice + 1) * groups / slices * kGroup);
      accumulate(job, window, first, last, width, w.design[slice], w.normal[slice]);
    });
    std::vector<double>& normal = w.normal[0];
    for (std::size_t slice = 1; slice < slices; ++slice)
      for (std::size_t i = 0; i < normal.size(); ++i) normal[i] += w.normal[slice][i];
    w.change.resize(count);
    solve(normal.data(), width, count, damping, w.change.data());
    tree_.add_charges(window.sources, w.change);
  }

 private:
  void accumulate(const runtime::Job& job, const EquivalentWindow& window, std::size_t first, std::size_t last, std::size_t width,
                  std::vector<double>& design, std::vector<double>& normal) {
    Workshop& w = workshop_;
    const std::size_t count = window.sources.size();
    design.assign(kRows * width, 0);
    normal.assign(width * width, 0);
    for (std::size_t begin = first; begin < last; begin += kGroup) {
      job.check();
      const std::size_t end = std::min(last, begin + kGroup);
      tree_.add_field(&w.x[begin], &w.y[begin], &w.z[begin], end - begin, &w.residual[begin]);
    }
    for (std::size_t begin = first; begin < last; begin += kRows) {
      job.check();
      const std::size_t size = std::min(kRows, last - begin);
      for (std::size_t r = 0; r < size; ++r) {
        const std::size_t i = begin + r, reading = window.readings[i];
        const double weight = root_weights_.empty() ? 1 : root_weights_[reading];
        double* row = design.data() + r * width;
        GAM_DISPATCH(equivalent_row, w.x[i], w.y[i], w.z[i], weight, w.source_x.data(), w.source_y.data(), w.source_z.data(), count, row);
        row[count] = weight * (values_[reading] - w.residual[i]);
      }
      GAM_DISPATCH(equivalent_normal, design.data(), size, width, normal.data());
    }
  }

  Ordered readings_;
  std::vector<double> values_, root_weights_;
  SourceTree tree_;
  Ordered sources_;
  Workshop workshop_;
};

}  // namespace

EquivalentResult fit_sources(const runtime::Job& job, const Places& readings, std::span<const double> values,
                             std::span<const double> weights, const Places& sources, const EquivalentRequest& request,
                             std::span<double> charges) {
  const PlaceTree order = place_tree(readings, values, kLeaf);
  Boosting boosting(readings, order, values, weights, sources);
  const std::vector<EquivalentWindow> windows =
      equivalent_windows(readings, order, sources, boosting.tree().places(), request.window);
  EquivalentResult result;
  result.windows = windows.size();
  for (const EquivalentWindow& window : windows) {
    result.largest_sources = std::max(result.largest_sources, window.sources.size());
    result.largest_readings = std::max(result.largest_readings, window.readings.size());
  }
  std::uint32_t state = request.seed;
  for (std::size_t round = 0; round < request.rounds; ++round) {
    const std::vector<std::size_t> visits = shuffled(windows.size(), state);
    for (std::size_t i = 0; i < visits.size(); ++i) {
      boosting.fit(job, windows[visits[i]], request.damping);
      job.progress(static_cast<double>(round * visits.size() + i + 1) / static_cast<double>(request.rounds * visits.size()));
    }
  }
  const std::vector<std::uint32_t>& place = boosting.tree().places().order;
  for (std::size_t i = 0; i < place.size(); ++i) charges[place[i]] = boosting.tree().charges()[i];
  return result;
}

}  // namespace gam::kernels
