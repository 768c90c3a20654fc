import type { KernelRun, PotentialField, PotentialKernels, Stations, TensorMesh } from "@geoanomaly/core";
import type { Body, SurveyDesign } from "./survey-design.js";

/** Uniform deviates in [0, 1): a 32-bit counter through the finaliser of MurmurHash3, so that no platform can differ. */
export function* uniforms(seed: number): Generator<number, never> {
  let counter = seed >>> 0;
  for (;;) {
    counter = (counter + 0x9e3779b9) >>> 0;
    let bits = counter;
    bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    yield ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
  }
}

/** Near-normal deviates of unit variance: sums of twelve uniform ones. */
function normal(source: Generator<number, never>): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += source.next().value;
  return sum;
}

/** Stations on a raster from the south-west, row by row, each moved a little, all at one height. */
export function stations({ bounds, spacing, jitter, height, seed }: SurveyDesign): Stations {
  const cols = Math.floor((bounds.east - bounds.west) / spacing) + 1;
  const rows = Math.floor((bounds.north - bounds.south) / spacing) + 1;
  const source = uniforms(seed);
  const moved = (at: number) => at + (2 * source.next().value - 1) * jitter * spacing;
  const easting = new Float64Array(rows * cols);
  const northing = new Float64Array(rows * cols);
  for (let i = 0; i < easting.length; i++) {
    easting[i] = moved(bounds.west + (i % cols) * spacing);
    northing[i] = moved(bounds.south + Math.floor(i / cols) * spacing);
  }
  return { easting, northing, upward: new Float64Array(rows * cols).fill(height) };
}

/** A body as a mesh of one cell. */
const meshOf = ({ easting, northing, upward }: Body): TensorMesh => ({
  crs: "local",
  origin: { easting: easting[0], northing: northing[0], upward: upward[1] },
  easting: Float64Array.of(easting[1] - easting[0]),
  northing: Float64Array.of(northing[1] - northing[0]),
  downward: Float64Array.of(upward[1] - upward[0]),
});

/** Readings at the stations: the bodies, the regional trend about the middle of the survey, and noise. */
export async function readings(
  design: SurveyDesign,
  at: Stations,
  field: PotentialField,
  kernels: PotentialKernels,
  run: KernelRun,
): Promise<Float64Array> {
  const values = new Float64Array(at.easting.length);
  for (const body of design.bodies) {
    const contrast = field.kind === "gravity" ? body.density : body.susceptibility;
    if (contrast === 0) continue;
    const effect = await kernels.forward({ mesh: meshOf(body), stations: at, field }, Float64Array.of(contrast), run);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) + (effect[i] as number);
  }
  const { bounds, trend, noise, seed } = design;
  const [east, north] = [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2];
  const source = uniforms(seed ^ 0x5eed);
  return values.map(
    (value, i) =>
      value +
      (trend.east * ((at.easting[i] as number) - east)) / 1000 +
      (trend.north * ((at.northing[i] as number) - north)) / 1000 +
      noise * normal(source),
  );
}
