// Cells of a north-up frame, and points put in the order of the cells they lie in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "runtime/job.hpp"

namespace gam::kernels {

// Cell (row, col) covers west + [col, col + 1) column_step and north - [row, row + 1) row_step; both steps > 0.
struct BlockFrame {
  std::size_t rows, cols;
  double west, north, column_step, row_step;

  static constexpr std::uint32_t kOutside = std::numeric_limits<std::uint32_t>::max();

  // Cell of a position, row-major; kOutside beyond the frame and for NaN. At most 2^32 - 2 cells.
  std::uint32_t cell(double easting, double northing) const {
    const double col = (easting - west) / column_step, row = (north - northing) / row_step;
    if (!(col >= 0 && row >= 0 && col < static_cast<double>(cols) && row < static_cast<double>(rows))) return kOutside;
    return static_cast<std::uint32_t>(static_cast<std::size_t>(row) * cols + static_cast<std::size_t>(col));
  }
};

// Points grouped by cell: those of cell c are order[start[c]] .. order[start[c + 1] - 1], in the order they came.
struct BlockOrder {
  std::vector<std::uint32_t> start;  // cells + 1
  std::vector<std::uint32_t> order;
};

// Sorts by counting, in bands of cells, so that every counter stays in cache. Points outside the frame, or whose `values` are not
// finite, are left out. O(points + cells).
BlockOrder block_order(const runtime::Job& job, const BlockFrame& frame, std::span<const double> easting,
                       std::span<const double> northing, std::span<const double> values);

}  // namespace gam::kernels
