#include "kernels/legendre_sum.hpp"

#include "kernels/harmonic_lanes.hpp"

namespace gam::GAM_ISA {
namespace {

using kernels::kLegendreScale;
using kernels::kLegendreStride;
using kernels::LegendreLanes;

// `vectors` registers of neighbouring latitudes at a time hide the latency of the recursion, as far as registers reach.
template <std::size_t sums, std::size_t vectors>
struct Columns {
  Lanes even[vectors];  // function of the current degree, n - m even
  Lanes odd[vectors];
  Lanes slope[vectors];
  Lanes damping[vectors];
  Lanes sum[2 * sums][vectors];

  template <bool adds, bool masked>
  void two_degrees(const double* record, const Lanes* live) {
    const double* next = record + sums + 1;
#pragma GCC unroll 8
    for (std::size_t v = 0; v < vectors; ++v) {
      if constexpr (adds) {
        const Lanes term = masked ? even[v] * live[v] : even[v];
#pragma GCC unroll 8
        for (std::size_t j = 0; j < sums; ++j) sum[2 * j][v] += record[1 + j] * term;
      }
      odd[v] = record[0] * slope[v] * even[v] - damping[v] * odd[v];
    }
#pragma GCC unroll 8
    for (std::size_t v = 0; v < vectors; ++v) {
      if constexpr (adds) {
        const Lanes term = masked ? odd[v] * live[v] : odd[v];
#pragma GCC unroll 8
        for (std::size_t j = 0; j < sums; ++j) sum[2 * j + 1][v] += next[1 + j] * term;
      }
      even[v] = next[0] * slope[v] * odd[v] - damping[v] * even[v];
    }
  }
};

template <std::size_t sums, std::size_t vectors>
void sum_columns(const double* record, std::size_t degrees, const LegendreLanes& lanes, std::size_t first, double* out) {
  constexpr std::size_t size = sums + 1;
  Columns<sums, vectors> columns;
  Lanes scale[vectors];
  for (std::size_t v = 0; v < vectors; ++v) {
    const std::size_t lane = first + v * kWidth;
    columns.even[v] = load(lanes.start + lane);
    columns.odd[v] = Lanes{};
    columns.slope[v] = load(lanes.sine_attenuation + lane);
    columns.damping[v] = load(lanes.attenuation_squared + lane);
    scale[v] = load(lanes.scale + lane);
    for (std::size_t j = 0; j < 2 * sums; ++j) columns.sum[j][v] = Lanes{};
  }

  std::size_t degree = 0;
  for (; degree < degrees; degree += kLegendreStride) {
    Lanes live[vectors];
    std::size_t alive = 0;
    for (std::size_t v = 0; v < vectors; ++v) {
      double flags[kWidth];
      for (std::size_t i = 0; i < kWidth; ++i) {
        flags[i] = scale[v][i] == 0 ? 1.0 : 0.0;
        alive += scale[v][i] == 0;
      }
      live[v] = load(flags);
    }
    if (alive == vectors * kWidth) break;
    for (std::size_t step = 0; step < kLegendreStride; step += 2, record += 2 * size)
      if (alive > 0)
        columns.template two_degrees<true, true>(record, live);
      else
        columns.template two_degrees<false, false>(record, live);
    for (std::size_t v = 0; v < vectors; ++v)
      for (std::size_t i = 0; i < kWidth; ++i)
        if (scale[v][i] < 0 && (columns.even[v][i] > 1 || columns.even[v][i] < -1)) {
          columns.even[v][i] *= 1 / kLegendreScale;
          columns.odd[v][i] *= 1 / kLegendreScale;
          scale[v][i] += 1;
        }
  }
  for (; degree < degrees; degree += 2, record += 2 * size) columns.template two_degrees<true, false>(record, nullptr);

  for (std::size_t j = 0; j < 2 * sums; ++j)
    for (std::size_t v = 0; v < vectors; ++v) store(out + j * lanes.lanes + first + v * kWidth, columns.sum[j][v]);
}

}  // namespace

void legendre_sum(const double* records, std::size_t degrees, std::size_t sums, const LegendreLanes& lanes, double* out) {
  constexpr std::size_t few = kWidth == 8 ? 4 : 2;
  constexpr std::size_t many = kWidth == 8 ? 2 : 1;
  if (sums == 2)
    for (std::size_t first = 0; first < lanes.lanes; first += few * kWidth) sum_columns<2, few>(records, degrees, lanes, first, out);
  else
    for (std::size_t first = 0; first < lanes.lanes; first += many * kWidth) sum_columns<6, many>(records, degrees, lanes, first, out);
}

}  // namespace gam::GAM_ISA
