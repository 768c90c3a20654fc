import type { Coefficients } from "../contracts/coefficients.js";
import type { GridGeometry } from "../contracts/grid.js";
import type { HarmonicComponent, Kernels, SynthesisOptions } from "../contracts/kernels.js";
import { type MeridianPoint, meridianPoint } from "../geo/ellipsoid.js";
import { checkSurface, degreeRange, graticule } from "./harmonic-request.js";
import { legendreFunctions, legendreSlopes } from "./legendre.js";

export const synthesise: Kernels["synthesise"] = async (model, target, options) => {
  const result = options.components.map(() => new Float64Array(target.rows * target.cols));
  for (const { row, fields } of synthesisRows("synthesise", model, target, options.components, options))
    for (const [i, field] of fields.entries()) result[i]!.set(field, row * target.cols);
  return result;
};

/** Fields of a model along one row of a grid, one array per component. */
export interface SynthesisRow {
  readonly row: number;
  readonly point: MeridianPoint;
  readonly fields: readonly Float64Array[];
}

/**
 * Synthesis row by row: amplitudes of each order at the parallel's own radius and geocentric latitude, then the sum over orders.
 * @throws what {@link degreeRange}, {@link graticule} and {@link checkSurface} throw, and the signal's reason.
 */
export function* synthesisRows(
  owner: string,
  model: Coefficients,
  target: GridGeometry,
  components: readonly HarmonicComponent[],
  options: SynthesisOptions,
): Generator<SynthesisRow> {
  const grid = graticule(target);
  const range = degreeRange(owner, model, options.degrees);
  checkSurface(owner, model, options.ellipsoid, options.height);
  for (let row = 0; row < grid.rows; row++) {
    options.signal?.throwIfAborted();
    const latitude = Math.max(-90, Math.min(90, grid.firstLatitude + row * grid.latitudeStep));
    const point = meridianPoint(options.ellipsoid, latitude, options.height);
    const amplitudes = orderAmplitudes(model, range, components, point);
    const fields = components.map(() => new Float64Array(grid.cols));
    const [cosines, sines] = [new Float64Array(range.last + 1), new Float64Array(range.last + 1)];
    for (let col = 0; col < grid.cols; col++) {
      fillMultiples(((grid.firstLongitude + col * grid.longitudeStep) * Math.PI) / 180, cosines, sines);
      for (const [i, field] of fields.entries()) {
        const { cosine, sine } = amplitudes[i]!;
        let sum = 0;
        for (let m = 0; m <= range.last; m++) sum += cosine[m]! * cosines[m]! + sine[m]! * sines[m]!;
        field[col] = sum;
      }
    }
    yield { row, point, fields };
  }
}

/** Cosine and sine of m times the angle, m = 0, 1, ..., by turning on. */
function fillMultiples(angle: number, cosines: Float64Array, sines: Float64Array): void {
  const [stepCosine, stepSine] = [Math.cos(angle), Math.sin(angle)];
  let [cosine, sine] = [1, 0];
  for (let m = 0; m < cosines.length; m++) {
    cosines[m] = cosine;
    sines[m] = sine;
    [cosine, sine] = [cosine * stepCosine - sine * stepSine, sine * stepCosine + cosine * stepSine];
  }
}

interface Amplitudes {
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/** Sum over degree for each order: factor of cos(m longitude) and of sin(m longitude), one pair per component. */
function orderAmplitudes(
  model: Coefficients,
  { first, last }: { readonly first: number; readonly last: number },
  components: readonly HarmonicComponent[],
  { radius, sine, cosine }: MeridianPoint,
): Amplitudes[] {
  const functions = legendreFunctions(last, sine, cosine);
  const slopes = legendreSlopes(last, functions);
  const attenuation = model.referenceRadius / radius;
  const magnetic = model.field === "magnetic";
  const potentialFactor = magnetic ? model.referenceRadius * attenuation : model.gravitationalConstant / radius;
  const slopeFactor = (magnetic ? -1 : 1) * (potentialFactor / radius);
  return components.map((component) => {
    const result = { cosine: new Float64Array(last + 1), sine: new Float64Array(last + 1) };
    for (let n = first; n <= last; n++) {
      const weight = attenuation ** n * (magnetic ? 1 / Math.sqrt(2 * n + 1) : 1);
      for (let m = 0; m <= n; m++) {
        const index = (n * (n + 1)) / 2 + m;
        const [c, s] = [weight * model.cosine[index]!, weight * model.sine[index]!];
        if (component === "east") {
          result.cosine[m]! += slopeFactor * slopes.east[index]! * s;
          result.sine[m]! -= slopeFactor * slopes.east[index]! * c;
          continue;
        }
        const own = {
          potential: potentialFactor * functions[index]!,
          radial: -slopeFactor * (n + 1) * functions[index]!,
          north: slopeFactor * slopes.north[index]!,
        }[component];
        result.cosine[m]! += own * c;
        result.sine[m]! += own * s;
      }
    }
    return result;
  });
}
