#include "kernels/component_labels.hpp"

#include <cmath>
#include <vector>

namespace gam::kernels {
namespace {

constexpr std::int32_t kOutside = -1;

// Root of a cell's tree, with its path halved.
std::int32_t root(std::span<std::int32_t> parent, std::int32_t cell) {
  while (parent[cell] != cell) cell = parent[cell] = parent[parent[cell]];
  return cell;
}

}  // namespace

std::int32_t component_labels(std::span<const float> score, std::size_t rows, std::size_t cols, double low, double high, bool wrap,
                              std::span<std::int32_t> labels) {
  const std::size_t n = rows * cols;
  std::span<std::int32_t> parent = labels;
  // The smaller cell becomes the root, so a root is the first cell of its component.
  const auto join = [&](std::size_t cell, std::size_t neighbour) {
    if (parent[neighbour] == kOutside || (score[cell] > 0) != (score[neighbour] > 0)) return;
    const std::int32_t a = root(parent, static_cast<std::int32_t>(cell)), b = root(parent, static_cast<std::int32_t>(neighbour));
    if (a < b) parent[b] = a;
    if (b < a) parent[a] = b;
  };
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t col = 0; col < cols; ++col) {
      const std::size_t cell = row * cols + col;
      parent[cell] = std::fabs(static_cast<double>(score[cell])) >= low ? static_cast<std::int32_t>(cell) : kOutside;
      if (parent[cell] == kOutside) continue;
      if (col > 0) join(cell, cell - 1);
      if (row == 0) continue;
      const std::size_t above = cell - cols;
      join(cell, above);
      if (col > 0) join(cell, above - 1);
      if (col + 1 < cols) join(cell, above + 1);
      if (wrap && col == 0) join(cell, above + cols - 1);
      if (wrap && col + 1 == cols) join(cell, above + 1 - cols);
    }
    // Only now does the last cell of the row have a parent.
    const std::size_t first = row * cols;
    if (wrap && cols > 0 && parent[first] != kOutside) join(first, first + cols - 1);
  }
  std::vector<std::uint8_t> kept(n);
  for (std::size_t cell = 0; cell < n; ++cell)
    if (parent[cell] != kOutside && std::fabs(static_cast<double>(score[cell])) >= high)
      kept[static_cast<std::size_t>(root(parent, static_cast<std::int32_t>(cell)))] = 1;
  // A parent is never behind its cell, so one pass in order resolves every tree; numbers go below the range of cells.
  std::int32_t count = 0;
  std::vector<std::int32_t> number(n);
  for (std::size_t cell = 0; cell < n; ++cell) {
    const std::int32_t above = parent[cell];
    if (above == kOutside) continue;
    number[cell] = above == static_cast<std::int32_t>(cell) ? (kept[cell] ? ++count : 0) : number[static_cast<std::size_t>(above)];
  }
  for (std::size_t cell = 0; cell < n; ++cell) labels[cell] = number[cell];
  return count;
}

}  // namespace gam::kernels
