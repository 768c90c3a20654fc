#include "kernels/block_median.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gam::kernels {
namespace {

constexpr double kMadToSigma = 1.4826;  // 1 / Phi^-1(3/4), rounded as in R's mad
constexpr std::size_t kParts = 128;

// Side effect: reorders `values`. NaN if empty.
double median_of(std::span<double> values) {
  const std::size_t n = values.size();
  if (n == 0) return std::numeric_limits<double>::quiet_NaN();
  if (n == 1) return values[0];
  if (n == 2) return 0.5 * (values[0] + values[1]);
  if (n <= 24) {
    for (std::size_t i = 1; i < n; ++i) {
      const double value = values[i];
      std::size_t at = i;
      for (; at > 0 && values[at - 1] > value; --at) values[at] = values[at - 1];
      values[at] = value;
    }
    return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(n / 2);
  std::nth_element(values.begin(), middle, values.end());
  return n % 2 == 1 ? *middle : 0.5 * (*std::max_element(values.begin(), middle) + *middle);
}

}  // namespace

std::size_t block_median(const runtime::Job& job, const BlockFrame& frame, std::span<const std::span<const double>> columns,
                         const BlockMedians& out) {
  const BlockOrder blocks = block_order(job, frame, columns[0], columns[1], columns[2]);
  const std::size_t cells = frame.rows * frame.cols, part_cells = std::max<std::size_t>(1, (cells + kParts - 1) / kParts);
  const std::size_t parts = (cells + part_cells - 1) / part_cells;
  std::vector<std::size_t> first_block(parts + 1, 0);
  job.parallel(parts, [&](std::size_t part, unsigned) {
    std::size_t filled = 0;
    for (std::size_t cell = part * part_cells, end = std::min(cells, cell + part_cells); cell < end; ++cell)
      filled += blocks.start[cell + 1] > blocks.start[cell];
    first_block[part + 1] = filled;
  });
  for (std::size_t part = 0; part < parts; ++part) first_block[part + 1] += first_block[part];

  job.parallel(parts, [&](std::size_t part, unsigned) {
    const std::size_t first_cell = part * part_cells, last_cell = std::min(cells, first_cell + part_cells);
    const std::uint32_t first = blocks.start[first_cell], last = blocks.start[last_cell];
    std::vector<double> gathered(last - first), members;
    for (std::size_t column = 0; column < columns.size(); ++column) {
      // All readings of the part at once: loads that do not wait for one another hide the misses of readings in any order.
      const double* source = columns[column].data();
      for (std::uint32_t i = first; i < last; ++i) gathered[i - first] = source[blocks.order[i]];
      double* medians = out.columns[column].data();
      std::size_t block = first_block[part];
      for (std::size_t cell = first_cell; cell < last_cell; ++cell) {
        const std::uint32_t from = blocks.start[cell] - first, to = blocks.start[cell + 1] - first;
        if (from == to) continue;
        if (column == 2) out.count[block] = to - from, out.scatter[block] = 0;
        if (to - from == 1) {
          medians[block++] = gathered[from];
          continue;
        }
        members.clear();
        for (std::uint32_t i = from; i < to; ++i)
          if (std::isfinite(gathered[i])) members.push_back(gathered[i]);
        const double median = median_of(members);
        medians[block] = median;
        if (column == 2) {
          for (double& value : members) value = std::abs(value - median);
          out.scatter[block] = kMadToSigma * median_of(members);
        }
        ++block;
      }
    }
  });
  return first_block[parts];
}

}  // namespace gam::kernels
