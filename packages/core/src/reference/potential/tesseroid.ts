import type { PotentialKernels, TesseroidRequest } from "../../contracts/potential-kernels.js";
import { GridMismatchError, InvalidParameterError } from "../../errors.js";
import { GRAVITY_FACTOR } from "./prism.js";

/** IUGG mean radius of the Earth, metres. */
const MEAN_RADIUS = 6371008.8;

/** A tesseroid is halved at most so often: a station on its face would have it halved for ever. */
export const MAX_HALVINGS = 20;

const RADIANS = Math.PI / 180;
const QUADRATURE = [-1 / Math.sqrt(3), 1 / Math.sqrt(3)];

const BOUNDS = ["west", "east", "south", "north", "bottom", "top", "density"] as const;

export interface TesseroidPlan {
  readonly stations: number;
  readonly count: number;
  readonly radius: number;
  readonly ratio: number;
}

/** @throws GridMismatchError or InvalidParameterError naming what is wrong. */
export function tesseroidPlan({
  stations,
  tesseroids,
  radius = MEAN_RADIUS,
  distanceSizeRatio: ratio = 3,
}: TesseroidRequest): TesseroidPlan {
  const { longitude, latitude, height } = stations;
  if (latitude.length !== longitude.length || height.length !== longitude.length)
    throw new GridMismatchError(
      `${longitude.length} latitudes and heights of stations, as longitudes`,
      `${latitude.length} and ${height.length}`,
    );
  const count = tesseroids.west.length;
  for (const name of BOUNDS)
    if (tesseroids[name].length !== count)
      throw new GridMismatchError(`tesseroids.${name} of length ${count}`, `length ${tesseroids[name].length}`);
  for (let i = 0; i < count; i++) {
    const [west, east, south, north, bottom, top] = BOUNDS.map((name) => tesseroids[name][i] ?? Number.NaN) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (!(west <= east && south <= north && bottom <= top && south >= -90 && north <= 90))
      throw new InvalidParameterError(
        "tesseroidGravity",
        `tesseroids[${i}]`,
        "west <= east, -90 <= south <= north <= 90, bottom <= top",
        [west, east, south, north, bottom, top].join(", "),
      );
  }
  if (!(radius > 0)) throw new InvalidParameterError("tesseroidGravity", "radius", "a positive number of metres", String(radius));
  if (!(ratio > 0)) throw new InvalidParameterError("tesseroidGravity", "distanceSizeRatio", "a positive number", String(ratio));
  return { stations: longitude.length, count, radius, ratio };
}

interface Tesseroid {
  readonly longitude: readonly [number, number];
  readonly latitude: readonly [number, number];
  readonly radius: readonly [number, number];
}

const middle = ([from, to]: readonly [number, number]) => (from + to) / 2;
const length = ([from, to]: readonly [number, number]) => to - from;
const halves = ([from, to]: readonly [number, number]) =>
  [
    [from, (from + to) / 2],
    [(from + to) / 2, to],
  ] as const;

/** Angles in radians. `down` is the component of the offset towards the centre of the sphere, from a station at longitude 0. */
function offset(latitude: number, r: number, toLongitude: number, toLatitude: number, to: number) {
  const haversine = Math.sin((toLatitude - latitude) / 2) ** 2 + Math.cos(latitude) * Math.cos(toLatitude) * Math.sin(toLongitude / 2) ** 2;
  return { distance: Math.sqrt((r - to) ** 2 + 4 * r * to * haversine), down: r - to + 2 * to * haversine };
}

/** Integral of down / distance^3 over a tesseroid. */
function attraction(latitude: number, r: number, ratio: number, body: Tesseroid, depth: number): number {
  const { distance } = offset(latitude, r, middle(body.longitude), middle(body.latitude), middle(body.radius));
  const isNear = (size: number) => depth < MAX_HALVINGS && distance < ratio * size;
  const splits = {
    longitude: isNear(body.radius[1] * Math.cos(middle(body.latitude)) * length(body.longitude)),
    latitude: isNear(body.radius[1] * length(body.latitude)),
    radius: isNear(length(body.radius)),
  };
  let sum = 0;
  if (splits.longitude || splits.latitude || splits.radius) {
    for (const longitude of splits.longitude ? halves(body.longitude) : [body.longitude])
      for (const part of splits.latitude ? halves(body.latitude) : [body.latitude])
        for (const radius of splits.radius ? halves(body.radius) : [body.radius])
          sum += attraction(latitude, r, ratio, { longitude, latitude: part, radius }, depth + 1);
    return sum;
  }
  const at = (range: readonly [number, number], abscissa: number) => middle(range) + (abscissa * length(range)) / 2;
  for (const a of QUADRATURE)
    for (const b of QUADRATURE)
      for (const c of QUADRATURE) {
        const [toLatitude, to] = [at(body.latitude, b), at(body.radius, c)];
        const point = offset(latitude, r, at(body.longitude, a), toLatitude, to);
        sum += (point.down / point.distance ** 3) * to * to * Math.cos(toLatitude);
      }
  return (sum * length(body.longitude) * length(body.latitude) * length(body.radius)) / 8;
}

export const tesseroidGravity: PotentialKernels["tesseroidGravity"] = async (request, options) => {
  const { stations, count, radius, ratio } = tesseroidPlan(request);
  const { tesseroids } = request;
  return Float64Array.from({ length: stations }, (_, station) => {
    options?.signal?.throwIfAborted();
    const longitude = request.stations.longitude[station] ?? 0;
    const r = radius + (request.stations.height[station] ?? 0);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const body = {
        longitude: [((tesseroids.west[i] ?? 0) - longitude) * RADIANS, ((tesseroids.east[i] ?? 0) - longitude) * RADIANS],
        latitude: [(tesseroids.south[i] ?? 0) * RADIANS, (tesseroids.north[i] ?? 0) * RADIANS],
        radius: [radius + (tesseroids.bottom[i] ?? 0), radius + (tesseroids.top[i] ?? 0)],
      } as const;
      sum += (tesseroids.density[i] ?? 0) * attraction((request.stations.latitude[station] ?? 0) * RADIANS, r, ratio, body, 0);
    }
    return GRAVITY_FACTOR * sum;
  });
};
