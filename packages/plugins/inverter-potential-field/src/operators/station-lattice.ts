import type { Stations, TensorMesh } from "@geoanomaly/core";

/** Readings on a lattice at the pitch of equal cells, or what speaks against it. */
export type StationLattice = { readonly easting: number; readonly northing: number } | { readonly irregular: string };

/** Of the pitch: what rounding of coordinates may leave. */
const TOLERANCE = 1e-6;

function points(axis: "easting" | "northing", widths: Float64Array, coordinates: Float64Array): number | string {
  const pitch = widths[0]!;
  if (widths.some((width) => Math.abs(width - pitch) * widths.length > TOLERANCE * pitch)) return `cells differ in width along ${axis}`;
  const first = coordinates.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  let last = 0;
  for (const coordinate of coordinates) {
    const steps = (coordinate - first) / pitch;
    const place = Math.round(steps);
    if (Math.abs(steps - place) > TOLERANCE) return `readings are not at the pitch of the cells, ${pitch} m, along ${axis}`;
    if (place > last) last = place;
  }
  return last + 1;
}

/** Can sensitivities be a convolution? Readings may leave out points of the lattice, but all are at one height. */
export function stationLattice(mesh: TensorMesh, stations: Stations): StationLattice {
  const easting = points("easting", mesh.easting, stations.easting);
  if (typeof easting === "string") return { irregular: easting };
  const northing = points("northing", mesh.northing, stations.northing);
  if (typeof northing === "string") return { irregular: northing };
  const height = stations.upward[0] ?? 0;
  const slack = TOLERANCE * Math.min(mesh.easting[0]!, mesh.northing[0]!, ...mesh.downward);
  if (stations.upward.some((value) => Math.abs(value - height) > slack)) return { irregular: "readings are not at one height" };
  return { easting, northing };
}
