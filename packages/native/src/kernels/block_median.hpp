// Medians of scattered readings in the blocks of a frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/block_frame.hpp"

namespace gam::kernels {

// Where the results go: one entry per block that has readings, blocks row-major from the north-west. Room for min(points, cells).
struct BlockMedians {
  std::vector<std::span<double>> columns;  // medians of easting, northing, values and whatever else was given
  std::span<double> scatter;               // 1.4826 median |value - median|; 0 for a single reading
  std::span<std::uint32_t> count;          // readings with a finite value
};

// `columns`: easting, northing, values, then any others, all of the same length. A reading whose value or place is not finite is left
// out; NaN in another column leaves the reading out of that median only (NaN if none is left). An even count has the mean of the two
// middle ones. The result does not depend on the order of the readings. Returns the number of blocks with readings.
std::size_t block_median(const runtime::Job& job, const BlockFrame& frame, std::span<const std::span<const double>> columns,
                         const BlockMedians& out);

}  // namespace gam::kernels
