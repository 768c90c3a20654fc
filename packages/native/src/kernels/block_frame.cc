#include "kernels/block_frame.hpp"

#include <algorithm>
#include <cmath>

namespace gam::kernels {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;  // points that one part of the first pass looks at
constexpr std::size_t kBands = 128;

struct Placed {
  std::uint32_t cell, point;
};

}  // namespace

BlockOrder block_order(const runtime::Job& job, const BlockFrame& frame, std::span<const double> easting,
                       std::span<const double> northing, std::span<const double> values) {
  const std::size_t points = easting.size(), cells = frame.rows * frame.cols;
  const std::size_t chunks = (points + kChunk - 1) / kChunk, band_cells = std::max<std::size_t>(1, (cells + kBands - 1) / kBands);
  const std::size_t bands = (cells + band_cells - 1) / band_cells;
  std::vector<std::uint32_t> cell_of(points);
  std::vector<std::uint32_t> offsets(chunks * bands, 0);  // first points per chunk and band, then where they go
  job.parallel(chunks, [&](std::size_t chunk, unsigned) {
    std::uint32_t* counts = offsets.data() + chunk * bands;
    for (std::size_t i = chunk * kChunk, end = std::min(points, i + kChunk); i < end; ++i) {
      const std::uint32_t cell = std::isfinite(values[i]) ? frame.cell(easting[i], northing[i]) : BlockFrame::kOutside;
      cell_of[i] = cell;
      if (cell != BlockFrame::kOutside) ++counts[cell / band_cells];
    }
  });

  std::vector<std::uint32_t> band_start(bands + 1, 0);
  std::uint32_t placed_points = 0;
  for (std::size_t band = 0; band < bands; ++band) {
    band_start[band] = placed_points;
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
      const std::uint32_t count = offsets[chunk * bands + band];
      offsets[chunk * bands + band] = placed_points;
      placed_points += count;
    }
  }
  band_start[bands] = placed_points;

  std::vector<Placed> placed(placed_points);
  job.parallel(chunks, [&](std::size_t chunk, unsigned) {
    std::uint32_t* next = offsets.data() + chunk * bands;
    for (std::size_t i = chunk * kChunk, end = std::min(points, i + kChunk); i < end; ++i)
      if (const std::uint32_t cell = cell_of[i]; cell != BlockFrame::kOutside)
        placed[next[cell / band_cells]++] = {cell, static_cast<std::uint32_t>(i)};
  });

  BlockOrder result{std::vector<std::uint32_t>(cells + 1), std::vector<std::uint32_t>(placed_points)};
  job.parallel(bands, [&](std::size_t band, unsigned) {
    const std::size_t first = band * band_cells, last = std::min(cells, first + band_cells);
    const std::size_t from = band_start[band], to = band_start[band + 1];
    std::vector<std::uint32_t> next(last - first, 0);
    for (std::size_t i = from; i < to; ++i) ++next[placed[i].cell - first];
    std::uint32_t at = band_start[band];
    for (std::size_t cell = first; cell < last; ++cell) {
      result.start[cell] = at;
      at += next[cell - first];
      next[cell - first] = result.start[cell];
    }
    for (std::size_t i = from; i < to; ++i) result.order[next[placed[i].cell - first]++] = placed[i].point;
  });
  result.start[cells] = placed_points;
  return result;
}

}  // namespace gam::kernels
