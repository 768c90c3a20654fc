import type { SensitivityPlan } from "@geoanomaly/core/reference";

/** Newtonian constant, m3 kg-1 s-2 (CODATA 2018), times 1e5 mGal per m/s2. */
export const GRAVITY_FACTOR = 6.6743e-11 * 1e5;

/** How the addon takes a mesh, its columns and what is measured of them. */
export interface AddonMesh {
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  readonly upward: Float64Array;
  readonly cells: Uint32Array;
  /** Six weights for each component; none for gravity. */
  readonly tensors: Float64Array;
  /** Of every coefficient. */
  readonly scale: number;
}

export function addonMesh({ easting, northing, upward, cells, tensors }: SensitivityPlan): AddonMesh {
  const scale = tensors.length === 0 ? GRAVITY_FACTOR : 1;
  return { easting, northing, upward, cells, tensors: Float64Array.from(tensors.flat()), scale };
}
