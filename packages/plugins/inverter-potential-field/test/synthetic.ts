import {
  cellCentres,
  cellCount,
  type InversionData,
  type InversionRequest,
  type InversionResult,
  type InversionStep,
  type InverterPlugin,
  type PluginContext,
  type PointSet,
  type Stations,
  type TensorMesh,
} from "@geoanomaly/core";

export const MAIN_FIELD = { inclination: 65, declination: 5, intensity: 50_000 };

/** A mesh of equal cells whose top is at height 0 and whose middle is at 0, 0. */
export function regularMesh(cells: readonly [number, number, number], widths: readonly [number, number, number]): TensorMesh {
  return {
    crs: "local",
    origin: { easting: (-cells[0] * widths[0]) / 2, northing: (-cells[1] * widths[1]) / 2, upward: 0 },
    easting: new Float64Array(cells[0]).fill(widths[0]),
    northing: new Float64Array(cells[1]).fill(widths[1]),
    downward: new Float64Array(cells[2]).fill(widths[2]),
  };
}

/** One reading above the middle of each column of cells. */
export function stationsAbove(mesh: TensorMesh, height: number): Stations {
  const { easting, northing } = cellCentres(mesh);
  const count = easting.length * northing.length;
  return {
    easting: Float64Array.from({ length: count }, (_, i) => easting[i % easting.length]!),
    northing: Float64Array.from({ length: count }, (_, i) => northing[Math.floor(i / easting.length)]!),
    upward: new Float64Array(count).fill(height),
  };
}

export interface Box {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  /** Metres below the top. */
  readonly top: number;
  readonly bottom: number;
  readonly value: number;
}

/** Sum of boxes, by the cells whose centre they hold. */
export function boxModel(mesh: TensorMesh, boxes: readonly Box[]): Float64Array {
  const { easting, northing, upward } = cellCentres(mesh);
  const model = new Float64Array(cellCount(mesh));
  let cell = 0;
  for (const u of upward) {
    for (const n of northing) {
      for (const e of easting) {
        for (const { west, east, south, north, top, bottom, value } of boxes) {
          if (e > west && e < east && n > south && n < north && -u > top && -u < bottom) model[cell]! += value;
        }
        cell++;
      }
    }
  }
  return model;
}

/** Numbers of mean 0 and variance 1, near normal: sums of twelve uniform ones (a linear congruential generator, Numerical Recipes). */
export function noise(length: number, seed: number): Float64Array {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Float64Array.from({ length }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += uniform();
    return sum;
  });
}

export interface Survey {
  readonly field: "gravity" | "magnetic";
  readonly mesh: TensorMesh;
  readonly model: Float64Array;
  readonly stations: Stations;
  readonly deviation: number;
  readonly seed: number;
  readonly name?: string;
}

/** Readings of a model with noise of a known deviation. */
export async function surveyOf(
  { field, mesh, model, stations, deviation, seed, name = field }: Survey,
  context: PluginContext,
): Promise<InversionData> {
  const magnetic = field === "magnetic";
  const clean = await context.kernels.potential.forward(
    { mesh, stations, field: magnetic ? { kind: "magnetic", mainField: MAIN_FIELD } : { kind: "gravity" } },
    model,
  );
  const errors = noise(clean.length, seed);
  const points: PointSet = {
    easting: stations.easting,
    northing: stations.northing,
    upward: stations.upward,
    values: clean.map((value, i) => value + deviation * errors[i]!),
    uncertainty: new Float64Array(clean.length).fill(deviation),
    crs: mesh.crs,
    quantity: magnetic ? { functional: "total-field-anomaly", unit: "nT" } : { functional: "gravity-disturbance", unit: "mGal" },
    height: { metres: stations.upward[0] ?? 0, datum: "unknown" },
  };
  return { name, field, points, ...(magnetic && { mainField: MAIN_FIELD }) };
}

export interface Run {
  readonly steps: readonly InversionStep[];
  readonly result: InversionResult;
}

export async function run(inverter: InverterPlugin, request: InversionRequest, context: PluginContext): Promise<Run> {
  const iterations = inverter.invert(request, context);
  const steps: InversionStep[] = [];
  for (;;) {
    const next = await iterations.next();
    if (next.done) return { steps, result: next.value };
    steps.push(next.value);
  }
}
