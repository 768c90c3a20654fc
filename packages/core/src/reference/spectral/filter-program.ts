import type { FieldDirection, SpectralOperation, SpectralWindow } from "../../contracts/spectral-kernels.js";
import { InvalidParameterError } from "../../errors.js";

/** What the factors of a filter are, for reference and addon alike. Each step of a program is a code and seven numbers. */
export const STEP = {
  /** exp(-p0 k) */
  continuation: 0,
  /** exp(p0 k) / (1 + exp(2 p0 (k - p1))) */
  stabilised: 1,
  /** (i k_e)^p0 (i k_n)^p1 k^p2 p3 */
  derivative: 2,
  /** Low-pass of window p0 at wavenumber p1 with order p2; one minus it if p3 is 1. */
  window: 3,
  /** Phase of 1 / T for sin I = p0, cos I = p1, sin D = p2, cos D = p3, amplitude for sin I = p4, cos I = p5. */
  direction: 4,
  /** p0 / k, and 0 for k = 0 */
  integral: 5,
} as const;

export const STEP_LENGTH = 8;
export const WINDOWS: readonly SpectralWindow[] = ["gaussian", "butterworth", "cosine"];
export const DEFAULT_GUARD = 20;

/** 4 pi G / mu_0 (kg/m3 per A/m to m/s2 per T), times mGal per m/s2 and T per nT. G = 6.6743e-11, mu_0 = 4 pi 1e-7. */
const MILLIGAL_PER_NANOTESLA = (6.6743e-11 / 1e-7) * 1e5 * 1e-9;

/** What a chain makes of the plane `centre + east e + north n`: the plane times `plane`, plus `east` and `north` times its slopes. */
export interface PlaneGain {
  readonly plane: number;
  readonly east: number;
  readonly north: number;
}

export interface FilterProgram {
  /** Steps one after the other. */
  readonly steps: Float64Array;
  readonly planeGain: PlaneGain;
}

const OWNER = "spectral filter";

function check(valid: boolean, name: string, expected: string, found: unknown): void {
  if (!valid) throw new InvalidParameterError(OWNER, name, expected, String(found));
}

const positive = (name: string, value: number) =>
  check(value > 0 && value < Number.POSITIVE_INFINITY, name, "a positive number of metres", value);

/** Exact at multiples of 90 degrees, so that a vertical field has no horizontal part. */
function sineCosine(degrees: number): readonly [sine: number, cosine: number] {
  const quadrant = Math.round(degrees / 90);
  const rest = ((degrees - 90 * quadrant) * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(rest), Math.cos(rest)];
  return (
    [
      [sine, cosine],
      [cosine, -sine],
      [-sine, -cosine],
      [-cosine, sine],
    ] as const
  )[((quadrant % 4) + 4) % 4]!;
}

function direction(name: string, { inclination, declination }: FieldDirection, guard: number): number[] {
  check(inclination >= -90 && inclination <= 90, `${name}.inclination`, "degrees within -90..90", inclination);
  check(Number.isFinite(declination), `${name}.declination`, "degrees", declination);
  const amplitude = Math.max(Math.abs(inclination), guard);
  return [STEP.direction, ...sineCosine(inclination), ...sineCosine(declination), ...sineCosine(amplitude), 0];
}

function directions(operation: Extract<SpectralOperation, { kind: "reduction-to-pole" | "pseudo-gravity" }>): number[] {
  const { field, magnetisation = field, guard = DEFAULT_GUARD } = operation;
  check(guard >= 0 && guard <= 90, "guard", "degrees within 0..90", guard);
  for (const [name, { inclination }] of [["field", field] as const, ["magnetisation", magnetisation] as const]) {
    check(guard > 0 || inclination !== 0, `${name}.inclination`, "an inclination other than 0, or a guard", inclination);
  }
  return [...direction("field", field, guard), ...direction("magnetisation", magnetisation, guard)];
}

function windows({ shortest, longest, window, order = 4 }: Extract<SpectralOperation, { kind: "band-pass" }>): number[] {
  check(shortest !== undefined || longest !== undefined, "band-pass", "shortest, longest or both", "neither");
  check(WINDOWS.includes(window), "window", WINDOWS.join(", "), window);
  check(Number.isInteger(order) && order >= 1 && order <= 32, "order", "a whole number within 1..32", order);
  const low = (name: string, wavelength: number | undefined, complement: 0 | 1): number[] => {
    if (wavelength === undefined) return [];
    positive(name, wavelength);
    return [STEP.window, WINDOWS.indexOf(window), (2 * Math.PI) / wavelength, order, complement, 0, 0, 0];
  };
  if (shortest !== undefined && longest !== undefined) check(shortest < longest, "shortest", `less than longest (${longest})`, shortest);
  return [...low("shortest", shortest, 0), ...low("longest", longest, 1)];
}

const NOTHING: PlaneGain = { plane: 0, east: 0, north: 0 };

/** Steps of one operation, and what becomes of a plane that had `gain` before it. */
function compile(operation: SpectralOperation, gain: PlaneGain): { readonly steps: number[]; readonly gain: PlaneGain } {
  switch (operation.kind) {
    case "upward-continuation": {
      const { height } = operation;
      check(height >= 0 && height < Number.POSITIVE_INFINITY, "height", "metres >= 0 (down needs downward-continuation)", height);
      return { steps: [STEP.continuation, height, 0, 0, 0, 0, 0, 0], gain };
    }
    case "downward-continuation": {
      positive("depth", operation.depth);
      positive("cutoff", operation.cutoff);
      return { steps: [STEP.stabilised, operation.depth, (2 * Math.PI) / operation.cutoff, 0, 0, 0, 0, 0], gain };
    }
    case "derivative": {
      const { direction: towards, order } = operation;
      check(["east", "north", "up", "down"].includes(towards), "direction", "east, north, up or down", towards);
      check(Number.isInteger(order) && order >= 1 && order <= 16, "order", "a whole number within 1..16", order);
      const sign = towards === "up" && order % 2 === 1 ? -1 : 1;
      const powers = towards === "east" ? [order, 0, 0] : towards === "north" ? [0, order, 0] : [0, 0, order];
      const slope = order === 1 && (towards === "east" || towards === "north") ? gain.plane : 0;
      return { steps: [STEP.derivative, ...powers, sign, 0, 0, 0], gain: { ...NOTHING, ...(slope !== 0 && { [towards]: slope }) } };
    }
    case "band-pass":
      return { steps: windows(operation), gain: operation.longest === undefined ? gain : NOTHING };
    case "reduction-to-pole":
      return { steps: directions(operation), gain };
    case "pseudo-gravity": {
      const { densityPerMagnetisation } = operation;
      check(
        densityPerMagnetisation > 0 && densityPerMagnetisation < Number.POSITIVE_INFINITY,
        "densityPerMagnetisation",
        "a positive number",
        densityPerMagnetisation,
      );
      const factor = MILLIGAL_PER_NANOTESLA * densityPerMagnetisation;
      return { steps: [...directions(operation), STEP.integral, factor, 0, 0, 0, 0, 0, 0], gain: NOTHING };
    }
    case "vertical-integral":
      return { steps: [STEP.integral, 1, 0, 0, 0, 0, 0, 0], gain: NOTHING };
    default:
      throw new InvalidParameterError(OWNER, "kind", "an operation", String((operation as { kind: unknown }).kind));
  }
}

/** Checks a chain of operations and compiles it to the steps that reference and addon evaluate. @throws InvalidParameterError */
export function filterProgram(operations: readonly SpectralOperation[]): FilterProgram {
  const steps: number[] = [];
  let planeGain: PlaneGain = { plane: 1, east: 0, north: 0 };
  for (const operation of operations) {
    const compiled = compile(operation, planeGain);
    steps.push(...compiled.steps);
    planeGain = compiled.gain;
  }
  return { steps: Float64Array.from(steps), planeGain };
}
