import {
  GridMismatchError,
  InvalidParameterError,
  type PluginContext,
  type PointSet,
  parameters,
  projectAll,
  projectionBetween,
  type StagePlugin,
  sampleGrid,
} from "@geoanomaly/core";
import { gravityPoints } from "./gravity-points.js";
import { inputGrid } from "./input-grid.js";
import { sphericalEffect } from "./spherical-effect.js";

const OWNER = "stage bouguer";

/** Gravitational constant, m3/(kg s2) (CODATA 2018), and mGal per m/s2. */
const SLAB = 2 * Math.PI * 6.6743e-11 * 1e5;

/** Crust and sea water, kg/m3. */
const DENSITY = 2670;
const SEA_DENSITY = 1040;

/** Outer radius of the Hayford-Bowie zones, metres: beyond it topography is taken for compensated. */
const RADIUS = 166735;

interface Densities {
  readonly density: number;
  readonly seaDensity: number;
}

/** Infinite plate: rock up to the station, or water down to the sea floor below it. */
const plate = (height: number, ground: number, { density, seaDensity }: Densities): number =>
  ground < 0 ? SLAB * (density - seaDensity) * ground : SLAB * density * height;

async function complete(
  points: PointSet,
  heights: Float64Array,
  ground: Float64Array,
  { density, seaDensity }: Densities,
  radius: number,
  context: PluginContext,
): Promise<{ readonly effect: Float64Array; readonly method: string }> {
  const topography = await inputGrid(OWNER, "topography", "topography", context);
  if (topography.crs === "EPSG:4326") {
    const block = (top: number) => (top >= 0 ? { bottom: 0, top, density } : { bottom: top, top: 0, density: seaDensity - density });
    const effect = await sphericalEffect(OWNER, points, heights, { topography, radius, block, ground }, context);
    return { effect, method: `tesseroids to ${radius} m` };
  }
  const at = projectAll(await projectionBetween(points.crs, topography.crs), points.easting, points.northing);
  const stations = { easting: at.easting, northing: at.northing, upward: heights };
  const window = { values: topography.values, geometry: topography };
  const run = { signal: context.signal, threads: context.threads };
  const belowDensity = seaDensity - density;
  const near = await context.kernels.potential.terrainEffect(
    { stations, topography: window, density, belowDensity, maximumRadius: radius },
    run,
  );
  return { effect: near, method: `prisms to ${radius} m or the edge of the topography` };
}

/** What the ground is at each station: the survey's own, the topography's, or the station itself. */
async function groundAt(points: PointSet, heights: Float64Array, context: PluginContext): Promise<Float64Array> {
  if (points.groundHeight) return points.groundHeight;
  if (!context.inputs?.topography) return heights;
  const topography = await inputGrid(OWNER, "topography", "topography", context);
  const at = projectAll(await projectionBetween(points.crs, topography.crs), points.easting, points.northing);
  // A marine reading at sea level stands over the sea floor; one on land stands on the ground.
  return heights.map((height, i) => {
    const ground = sampleGrid(topography, at.easting[i] as number, at.northing[i] as number);
    return ground < 0 && height <= 0 ? ground : height;
  });
}

/**
 * Bouguer anomaly from a disturbance or free-air anomaly, mGal. `simple`: minus the infinite plate 2 pi G rho H. `complete`: minus the
 * attraction of the whole topography within `radius` (`inputs.topography`): tesseroids where it is in degrees, prisms where it is in
 * metres; the terrain's part of it, against the plate, is kept as the product `terrain`. Positive terrain effect lowers the anomaly.
 * @throws GridMismatchError for other quantities or a height that is not above geoid or ellipsoid; InvalidParameterError.
 */
export const bouguer: StagePlugin = {
  kind: "stage",
  id: "bouguer",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      method: { enum: ["simple", "complete"], default: "complete" },
      density: { type: "number", exclusiveMinimum: 0, default: DENSITY, description: "Of the topography, kg/m3" },
      seaDensity: { type: "number", exclusiveMinimum: 0, default: SEA_DENSITY, description: "Of sea water, kg/m3" },
      radius: { type: "number", exclusiveMinimum: 0, default: RADIUS, description: "Topography farther away is left out, metres" },
    },
  },
  run: async (data, raw, context) => {
    const given = parameters(OWNER, raw, ["method", "density", "seaDensity", "radius"]);
    const method = given.choice("method", ["simple", "complete"]) ?? "complete";
    const densities = { density: given.number("density") ?? DENSITY, seaDensity: given.number("seaDensity") ?? SEA_DENSITY };
    const radius = given.number("radius") ?? RADIUS;
    if (!(radius > 0)) throw new InvalidParameterError(OWNER, "radius", "metres above 0", String(radius));
    const { points, heights } = gravityPoints(OWNER, data, ["gravity-disturbance", "free-air-anomaly"], context.signal);
    const { datum } = points.height;
    if (datum !== "geoid" && datum !== "ellipsoid")
      throw new GridMismatchError("heights above geoid or ellipsoid", `heights above ${datum}`);
    const ground = await groundAt(points, heights, context);
    const slab = heights.map((height, i) => plate(height, ground[i] as number, densities));
    const whole =
      method === "complete"
        ? await complete(points, heights, ground, densities, radius, context)
        : { effect: slab, method: "infinite plate" };
    const values = points.values.map((value, i) => value - (whole.effect[i] as number));
    if (method === "complete") {
      const terrain = whole.effect.map((effect, i) => effect - (slab[i] as number));
      context.product?.("terrain", {
        kind: "points",
        points: { ...points, values: terrain, quantity: { functional: "unknown", unit: "mGal" } },
      });
    }
    context.report?.({ topographyRemovedBy: whole.method, ...densities });
    const functional = method === "complete" ? "complete-bouguer-anomaly" : "bouguer-anomaly";
    return { kind: "points", points: { ...points, values, quantity: { functional, unit: "mGal" } } };
  },
};
