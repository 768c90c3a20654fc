import type { SensitivityRequest, Stations } from "../../contracts/potential-kernels.js";
import { GridMismatchError, InvalidParameterError } from "../../errors.js";
import { checkStations } from "./sensitivity-request.js";

/** The regularity of a request whose matrix has Toeplitz blocks. */
export interface ToeplitzLattice {
  readonly cells: { readonly easting: number; readonly northing: number };
  readonly lattice: { readonly easting: number; readonly northing: number };
  /** Lattice point of each station. */
  readonly places: Uint32Array;
  /**
   * One station and a layer of `cells + lattice - 1` cells: coefficient (i, j) of its row is that between lattice point (p, q) and cell
   * `(i - (lattice.easting - 1) + p, j - (lattice.northing - 1) + q)` for every p and q.
   */
  readonly table: SensitivityRequest;
}

/** Of the pitch: what may be left of regularity by the rounding of coordinates. */
const TOLERANCE = 1e-6;

/** @throws GridMismatchError naming what is not regular. */
export function toeplitzLattice(request: SensitivityRequest): ToeplitzLattice {
  const { mesh, stations, field } = request;
  const count = checkStations(stations);
  if (count === 0) throw new InvalidParameterError("toeplitz", "stations", "at least one", "none");
  const east = lattice("easting", mesh.easting, stations);
  const north = lattice("northing", mesh.northing, stations);
  const [height = 0] = stations.upward;
  const slack = TOLERANCE * Math.min(east.pitch, north.pitch, ...mesh.downward);
  const uneven = stations.upward.findIndex((value) => Math.abs(value - height) > slack);
  if (uneven >= 0) throw new GridMismatchError(`stations of one height, ${height} m`, `station ${uneven} at ${stations.upward[uneven]} m`);
  const nx = mesh.easting.length + east.points - 1;
  const ny = mesh.northing.length + north.points - 1;
  const origin = {
    easting: mesh.origin.easting - east.first - (east.points - 1) * east.pitch,
    northing: mesh.origin.northing - north.first - (north.points - 1) * north.pitch,
    upward: mesh.origin.upward,
  };
  return {
    cells: { easting: mesh.easting.length, northing: mesh.northing.length },
    lattice: { easting: east.points, northing: north.points },
    places: Uint32Array.from({ length: count }, (_, i) => (north.places[i] ?? 0) * east.points + (east.places[i] ?? 0)),
    table: {
      mesh: {
        crs: mesh.crs,
        origin,
        easting: new Float64Array(nx).fill(east.pitch),
        northing: new Float64Array(ny).fill(north.pitch),
        downward: mesh.downward,
      },
      stations: { easting: new Float64Array(1), northing: new Float64Array(1), upward: Float64Array.of(height) },
      field,
    },
  };
}

function lattice(axis: "easting" | "northing", widths: Float64Array, stations: Stations) {
  const pitch = (widths[0] ?? 0) > 0 ? (widths[0] as number) : Number.NaN;
  const odd = widths.findIndex((width) => !(Math.abs(width - pitch) <= TOLERANCE * pitch * (1 / widths.length)));
  if (odd >= 0 || widths.length === 0)
    throw new GridMismatchError(`a regular mesh: all widths of mesh.${axis} ${pitch} m`, `width ${odd} of ${widths[odd]} m`);
  const first = stations[axis].reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const places = new Uint32Array(stations[axis].length);
  let points = 1;
  for (const [i, value] of stations[axis].entries()) {
    const steps = (value - first) / pitch;
    const place = Math.round(steps);
    if (Math.abs(steps - place) > TOLERANCE)
      throw new GridMismatchError(
        `stations at the pitch of the cells, ${pitch} m in ${axis} from ${first}`,
        `station ${i} at ${value}, ${(steps - place).toFixed(6)} of a cell off`,
      );
    places[i] = place;
    points = Math.max(points, place + 1);
  }
  return { pitch, first, places, points };
}
