import type { Coefficients, GravityCoefficients } from "../contracts/coefficients.js";
import type { GridGeometry } from "../contracts/grid.js";
import type { ReferenceEllipsoid } from "../contracts/kernels.js";
import { GridMismatchError, InvalidParameterError } from "../errors.js";
import { normalZonals } from "../geo/normal-gravity.js";

/** Highest degree that synthesis and analysis take. */
export const MAX_HARMONIC_DEGREE = 2190;

/** How far below the reference sphere of a model synthesis goes, as a ratio of radii: the series need not converge there. */
const LARGEST_ATTENUATION = 1.1;

/** Parallels and meridians on which the samples of a geographic grid stand, degrees. */
export interface Graticule {
  readonly rows: number;
  readonly cols: number;
  readonly firstLatitude: number;
  readonly latitudeStep: number;
  readonly firstLongitude: number;
  readonly longitudeStep: number;
}

/** @throws GridMismatchError unless the grid is `EPSG:4326`, north-up or south-up, with columns running east and rows between the poles. */
export function graticule({ rows, cols, transform, crs }: GridGeometry): Graticule {
  const [a, b, west, d, e, north] = transform;
  if (crs !== "EPSG:4326") throw new GridMismatchError("a longitude-latitude grid (EPSG:4326)", `a grid in ${crs}`);
  const valid = Number.isInteger(rows) && Number.isInteger(cols) && rows > 0 && cols > 0 && transform.every(Number.isFinite);
  if (!valid || b !== 0 || d !== 0 || !(a > 0) || e === 0)
    throw new GridMismatchError(
      "a grid of parallels and meridians with columns running east",
      `${rows} x ${cols}, [${transform.join(", ")}]`,
    );
  const grid = { rows, cols, firstLatitude: north + 0.5 * e, latitudeStep: e, firstLongitude: west + 0.5 * a, longitudeStep: a };
  const farthest = Math.max(Math.abs(grid.firstLatitude), Math.abs(grid.firstLatitude + e * (rows - 1)));
  if (farthest > 90 + 1e-9) throw new GridMismatchError("latitudes within -90..90", `a row at ${farthest} degrees`);
  return grid;
}

/**
 * Degrees that take part: those asked for that the model has.
 * @param owner Of the parameters, for errors.
 * @throws InvalidParameterError if the range is empty or malformed, the model goes beyond {@link MAX_HARMONIC_DEGREE} within it,
 *   or its arrays are too short.
 */
export function degreeRange(
  owner: string,
  model: Coefficients,
  degrees: readonly [number, number] = [model.minDegree, model.maxDegree],
): { readonly first: number; readonly last: number } {
  const [min, max] = degrees;
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 0 || max < min)
    throw new InvalidParameterError(owner, "degrees", "integers 0 <= min <= max", `[${degrees.join(", ")}]`);
  const first = Math.max(min, model.minDegree);
  const last = Math.min(max, model.maxDegree);
  if (last < first)
    throw new InvalidParameterError(
      owner,
      "degrees",
      `some of ${model.minDegree}..${model.maxDegree}, which ${model.modelName} has`,
      `[${degrees.join(", ")}]`,
    );
  if (last > MAX_HARMONIC_DEGREE)
    throw new InvalidParameterError(owner, "degrees", `at most degree ${MAX_HARMONIC_DEGREE}`, `degree ${last} of ${model.modelName}`);
  const length = ((last + 1) * (last + 2)) / 2;
  if (model.cosine.length < length || model.sine.length < length)
    throw new InvalidParameterError(
      owner,
      "model",
      `${length} coefficients for degree ${last}`,
      `${Math.min(model.cosine.length, model.sine.length)} of ${model.modelName}`,
    );
  return { first, last };
}

/** @throws InvalidParameterError if the surface is not finite or lies far below the reference sphere of the model. */
export function checkSurface(owner: string, model: Coefficients, ellipsoid: ReferenceEllipsoid, height: number): void {
  const { semiMajorAxis, flattening } = ellipsoid;
  if (
    !(semiMajorAxis > 0) ||
    !(flattening >= 0 && flattening < 0.05) ||
    !Number.isFinite(ellipsoid.gravitationalConstant) ||
    !Number.isFinite(ellipsoid.angularVelocity)
  )
    throw new InvalidParameterError(owner, "ellipsoid", "a level ellipsoid with a flattening in 0..0.05", JSON.stringify(ellipsoid));
  const smallest = semiMajorAxis * (1 - flattening) + height;
  if (!Number.isFinite(height) || !(model.referenceRadius / smallest < LARGEST_ATTENUATION) || smallest <= 0)
    throw new InvalidParameterError(
      owner,
      "height",
      `metres above the ellipsoid, not far below the model's sphere of ${model.referenceRadius} m`,
      String(height),
    );
}

/** @throws InvalidParameterError if a caller's output does not fit the grid. */
export function checkOutput(owner: string, out: { readonly length: number } | undefined, { rows, cols }: Graticule): void {
  if (out !== undefined && out.length !== rows * cols)
    throw new InvalidParameterError(owner, "out", `${rows * cols} samples`, `${out.length}`);
}

/**
 * The model's coefficients minus those of the ellipsoid's normal field, in the model's own GM and radius: the disturbing potential T.
 * A model cut off below its degree 0 has no meaning as a field W; as a band of T it has.
 */
export function disturbingModel(model: GravityCoefficients, ellipsoid: ReferenceEllipsoid): GravityCoefficients {
  const zonals = normalZonals(ellipsoid, model.maxDegree);
  const cosine = Float64Array.from(model.cosine);
  const massRatio = ellipsoid.gravitationalConstant / model.gravitationalConstant;
  const radiusRatio = ellipsoid.semiMajorAxis / model.referenceRadius;
  for (let degree = 0; degree <= model.maxDegree; degree += 2)
    cosine[(degree * (degree + 1)) / 2]! -= zonals[degree]! * massRatio * radiusRatio ** degree;
  return { ...model, cosine };
}
