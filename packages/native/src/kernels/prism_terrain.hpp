// Attraction of a landscape: grid columns as prisms near a station, averaged blocks of columns farther away.
#pragma once

#include <span>

#include "kernels/potential_sensitivities.hpp"

namespace gam::kernels {

// Block means: blocks of 2^l x 2^l cells on level l, rows from the north; those at the southern and eastern edge are cut.
struct TerrainLevel {
  std::size_t rows, cols;
  std::span<const double> above, below;  // mean ground above and below height 0, metres
};

struct Terrain {
  double west, north;    // metres
  double width, height;  // of a cell, metres
  std::size_t rows, cols;
  double density, below_density;  // kg/m3
  double near_radius, coarsening, maximum_radius;
};

// levels: from single cells to one block. out: downward attraction at each station over the Newtonian constant.
void terrain_effect(const runtime::Job& job, const Terrain& terrain, std::span<const TerrainLevel> levels, const StationList& stations,
                    std::span<double> out);

}  // namespace gam::kernels
