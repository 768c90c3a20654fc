import type { PointSet, RawData, StagePlugin } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";

/** Uniform deviates in [0, 1): mulberry32. */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Near-normal deviates of unit variance: sums of twelve uniforms. */
export function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}

/** Total-field anomaly of made-up geology, nT: a slope and a few bodies at depths of 300 to 800 m. */
export function geology(x: number, y: number): number {
  const bodies = [
    [2000, 1500, 300, 250],
    [6500, 3800, 500, -180],
    [4200, 4600, 800, 400],
    [8200, 900, 400, 120],
  ] as const;
  return 0.004 * x - 0.002 * y + bodies.reduce((sum, [e, n, d, a]) => sum + a / (1 + ((x - e) ** 2 + (y - n) ** 2) / d ** 2) ** 1.5, 0);
}

export interface SyntheticLine {
  readonly name: string;
  readonly places: readonly (readonly [x: number, y: number])[];
}

/** Lines east every 200 m and tie lines north every 2000 m over 10 x 5 km, a reading every 25 m. Ties do not meet readings exactly. */
export function surveyPattern(): readonly SyntheticLine[] {
  const flights = Array.from({ length: 26 }, (_, line) => ({
    name: `L${100 + line}`,
    places: Array.from({ length: 401 }, (__, k) => [25 * k, 200 * line + 3 * Math.sin(k / 40)] as const),
  }));
  const ties = Array.from({ length: 5 }, (_, line) => ({
    name: `T${900 + line}`,
    places: Array.from({ length: 209 }, (__, k) => [1010 + 2000 * line, -100 + 25 * k] as const),
  }));
  return [...flights, ...ties];
}

/** Readings of `value` along lines, as a table gives them: line after line. Source lines begin at 2. */
export function survey(
  lines: readonly SyntheticLine[],
  value: (x: number, y: number, line: number, part: number) => number,
  crs: PointSet["crs"] = "local",
): PointSet {
  const places = lines.flatMap(({ places: all }, line) => all.map(([x, y], k) => ({ x, y, line, part: k / Math.max(1, all.length - 1) })));
  return {
    easting: Float64Array.from(places, ({ x }) => x),
    northing: Float64Array.from(places, ({ y }) => y),
    values: Float64Array.from(places, ({ x, y, line, part }) => value(x, y, line, part)),
    crs,
    quantity: { functional: "total-field-anomaly", unit: "nT" },
    height: { metres: 80, datum: "terrain" },
    lines: { of: Uint32Array.from(places, ({ line }) => line), names: lines.map(({ name }) => name) },
    sourceLines: Uint32Array.from(places, (_, index) => index + 2),
  };
}

export interface StageRun {
  readonly points: PointSet;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly products: ReadonlyMap<string, RawData>;
  readonly warnings: readonly string[];
}

/** Runs a stage on readings and keeps all it says. */
export async function run(
  stage: StagePlugin,
  points: PointSet,
  parameters: Readonly<Record<string, unknown>> = {},
  inputs: Readonly<Record<string, RawData>> = {},
): Promise<StageRun> {
  const context = await testContext();
  const facts: Record<string, unknown> = {};
  const products = new Map<string, RawData>();
  const result = await stage.run({ kind: "points", points }, parameters, {
    ...context,
    inputs,
    report: (more) => Object.assign(facts, more),
    product: (name, data) => products.set(name, data),
  });
  if (result.kind !== "points") throw new Error(`${stage.id} gave ${result.kind}`);
  const warnings = context.logged.filter(({ level }) => level === "warn").map(({ message }) => message);
  return { points: result.points, facts, products, warnings };
}

/** The readings in another order; within a line the order stays. */
export function interleaved(points: PointSet): { readonly points: PointSet; readonly from: Uint32Array } {
  const lines = points.lines!;
  const at = new Map<number, number>();
  const from = Uint32Array.from(points.values.keys()).map((index) => index);
  const rank = Uint32Array.from(from, (index) => {
    const line = lines.of[index]!;
    at.set(line, (at.get(line) ?? 0) + 1);
    return at.get(line)!;
  });
  from.sort((a, b) => rank[a]! - rank[b]! || lines.of[b]! - lines.of[a]!);
  const pick = (array: Float64Array) => Float64Array.from(from, (index) => array[index]!);
  return {
    from,
    points: {
      ...points,
      easting: pick(points.easting),
      northing: pick(points.northing),
      values: pick(points.values),
      lines: { names: lines.names, of: Uint32Array.from(from, (index) => lines.of[index]!) },
      sourceLines: Uint32Array.from(from, (index) => points.sourceLines![index]!),
    },
  };
}

/** Root mean square of what is left of the difference after its mean. */
export function rmsAboutMean(a: Float64Array, b: Float64Array): number {
  const difference = a.map((value, index) => value - b[index]!);
  const mean = difference.reduce((sum, value) => sum + value, 0) / difference.length;
  return Math.sqrt(difference.reduce((sum, value) => sum + (value - mean) ** 2, 0) / difference.length);
}
