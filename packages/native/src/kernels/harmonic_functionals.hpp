// Quantities of geodesy and geomagnetism on a grid at constant height above the ellipsoid.
#pragma once

#include "kernels/harmonic_rows.hpp"

namespace gam::kernels {

// One output per component, m2/s2 and m/s2 (magnetics: nT m and nT).
void harmonic_components(const runtime::Job& job, const HarmonicModel& model, const ParallelGrid& grid, const Ellipsoid& ellipsoid,
                         double height, std::span<const HarmonicComponent> components, std::span<const HarmonicOutput> outputs);

enum class GravityFunctional { gravity, disturbance, free_air_anomaly, geoid_height };

// gravity |grad W|, disturbance |grad W| - |grad U|, free-air anomaly -dT/dr - 2 T / r in mGal; geoid height T / gamma in m.
// W is the potential of the model with the centrifugal part; or, if `residual`, the model is T and W = U + T.
void harmonic_gravity(const runtime::Job& job, const HarmonicModel& model, bool residual, const ParallelGrid& grid,
                      const Ellipsoid& ellipsoid, double height, GravityFunctional functional, const HarmonicOutput& output);

// Field of `crust` along the direction of the field of `main`, nT.
void harmonic_total_field(const runtime::Job& job, const HarmonicModel& crust, const HarmonicModel& main, const ParallelGrid& grid,
                          const Ellipsoid& ellipsoid, double height, const HarmonicOutput& output);

}  // namespace gam::kernels
