import {
  GRS80,
  GridMismatchError,
  type GridSource,
  MILLIGAL_PER_METRE_PER_SECOND_SQUARED,
  normalGravity,
  parameters,
  type ReferenceEllipsoid,
  type StagePlugin,
  WGS84,
} from "@geoanomaly/core";
import { preciseRows, rowLatitude } from "./grid-rows.js";

const OWNER = "stage reduce-normal-gravity";
const ELLIPSOIDS: Readonly<Record<string, ReferenceEllipsoid>> = { WGS84, GRS80 };

/** Quantities that are anomalies already. */
const REDUCED = ["gravity-disturbance", "free-air-anomaly", "bouguer-anomaly"] as const;

/** Rows of gravity minus normal gravity at each sample's own height, or at the grid's. */
function reduced(grid: GridSource, ellipsoid: ReferenceEllipsoid) {
  return async (firstRow: number, rowCount: number, signal: AbortSignal): Promise<Float32Array> => {
    const gravity = await preciseRows(grid, firstRow, rowCount, signal);
    const heights = await grid.readHeight?.(firstRow, rowCount, signal);
    const values = new Float32Array(gravity.length);
    for (let row = 0; row < rowCount; row++) {
      const latitude = rowLatitude(grid, firstRow + row);
      const normal = (height: number) => MILLIGAL_PER_METRE_PER_SECOND_SQUARED * normalGravity(ellipsoid, latitude, height);
      const common = heights ? Number.NaN : normal(grid.height.metres);
      for (let i = row * grid.cols; i < (row + 1) * grid.cols; i++) {
        values[i] = (gravity[i] as number) - (heights ? normal(heights[i] as number) : common);
      }
    }
    return values;
  };
}

/**
 * Absolute gravity minus closed-form normal gravity, mGal. At heights above the ellipsoid that is the gravity disturbance; at orthometric
 * heights (above the geoid) it is the free-air anomaly, the closed form standing for all orders of the free-air term. Never both.
 * Disturbances and anomalies pass unchanged.
 * @throws GridMismatchError for another quantity, or gravity without a vertical datum: 30 m of geoid are 9 mGal.
 */
export const reduceNormalGravity: StagePlugin = {
  kind: "stage",
  id: "reduce-normal-gravity",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: { ellipsoid: { enum: Object.keys(ELLIPSOIDS), default: "WGS84" } },
  },
  run: async (data, raw) => {
    const ellipsoid = ELLIPSOIDS[
      parameters(OWNER, raw, ["ellipsoid"]).choice("ellipsoid", ["WGS84", "GRS80"]) ?? "WGS84"
    ] as ReferenceEllipsoid;
    if (data.kind !== "grid") throw new GridMismatchError(`a grid of gravity as input of ${OWNER}`, data.kind);
    const { grid } = data;
    const { functional, unit } = grid.quantity;
    if ((REDUCED as readonly string[]).includes(functional)) return data;
    if (functional !== "gravity" || unit !== "mGal") {
      const cure = "a file that does not say is told by options.readerParameters.quantity: { functional, unit }";
      throw new GridMismatchError("gravity in mGal", `${functional} in ${unit} (${cure})`);
    }
    const { datum } = grid.height;
    if (datum !== "ellipsoid" && datum !== "geoid")
      throw new GridMismatchError("gravity at a height above ellipsoid or geoid", `a height above ${datum}`);
    // Not passed on: double precision and heights of the absolute values.
    const { readDouble: _readDouble, readHeight: _readHeight, ...rest } = grid;
    return {
      kind: "grid",
      grid: {
        ...rest,
        quantity: { functional: datum === "ellipsoid" ? "gravity-disturbance" : "free-air-anomaly", unit: "mGal" },
        read: reduced(grid, ellipsoid),
        close: () => grid.close(),
      },
    };
  },
};
