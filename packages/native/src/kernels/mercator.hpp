// Web tiles (EPSG:3857, XYZ, 256 x 256) from a longitude-latitude grid.
// Source: OGC 17-083r4 Two Dimensional Tile Matrix Set, annex D (WebMercatorQuad); Snyder 1987 eq. 7-4 (inverse Mercator, sphere).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/regrid_axis.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

inline constexpr std::size_t kTileSide = 256;

struct MercatorSource {
  std::span<const float> values;  // row-major, NaN = no data
  Axis columns;                   // degrees of longitude
  Axis rows;                      // degrees of latitude
};

// One pixel's share of the samples along one axis: those under a box as wide as the pixel but never narrower than a sample.
// A box one sample wide is linear interpolation, a wider one is the mean over the pixel.
struct TileAxis {
  std::size_t taps = 0;                // per pixel; unused ones repeat the first with weight 0
  std::vector<std::uint32_t> index;    // kTileSide * taps
  std::vector<float> weight;           // the same; the weights of a pixel add up to 1
  std::vector<std::uint8_t> inside;    // kTileSide: 0 where the grid does not reach
};

enum class TileContent { none, some, all };

// Renders tiles of one zoom level. Weights are computed once per tile column and row.
class MercatorRenderer {
 public:
  // Buffers of one thread.
  struct Scratch {
    std::vector<float> means;    // one line of kTileSide per source row
    std::vector<float> weights;  // share of finite samples, same layout, for the lines of `gaps`
    std::vector<std::uint8_t> gaps;
  };

  MercatorRenderer(const MercatorSource& source, unsigned zoom, std::span<const std::uint32_t> x, std::span<const std::uint32_t> y);

  // Tile (x, y) of those given to the constructor into `out`, kTileSide^2 values; a pixel is NaN where no finite sample weighs.
  TileContent render(std::uint32_t x, std::uint32_t y, Scratch& scratch, std::span<float> out) const;

 private:
  void mean_of_row(std::size_t source_row, const TileAxis& columns, std::size_t line, Scratch& scratch) const;

  MercatorSource source_;
  std::vector<std::uint32_t> xs_, ys_;  // sorted, unique
  std::vector<TileAxis> columns_, rows_;
};

struct GrayScale {
  float low;   // level 0
  float high;  // level 255
};

// PNG files of the tiles (x[i], y[i]); an empty one where a tile has no data. 8-bit gray; in a tile with gaps one level that no
// pixel needs stands for no data (tRNS), so every level of the scale stays what it is; should all 256 be in use, an alpha channel does.
std::vector<std::vector<std::uint8_t>> mercator_pngs(const runtime::Job& job, const MercatorRenderer& renderer,
                                                     std::span<const std::uint32_t> x, std::span<const std::uint32_t> y, GrayScale scale,
                                                     unsigned level);

}  // namespace gam::kernels
