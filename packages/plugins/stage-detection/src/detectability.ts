import type { Detectability, Quantity } from "@geoanomaly/core";
import type { Modality } from "./body/modality.js";
import { GRAVITATIONAL_CONSTANT } from "./body/point-mass.js";

/** Surround of a band over its centre, as the kernel has it. */
const SURROUND = 1.8;
const MILLIGAL = 1e-5;
const STEPS = 400;

/** Anomaly right above a sphere of 1 m radius at depth h, and its fall with the distance r over h. */
interface Sphere {
  peak(contrast: number, depth: number): number;
  profile(distanceOverDepth: number): number;
}

/** Gravity of a sphere: 4/3 pi G rho R^3 / h^2, mGal. */
const denseSphere: Sphere = {
  peak: (contrast, depth) => ((4 / 3) * Math.PI * GRAVITATIONAL_CONSTANT * contrast) / depth ** 2 / MILLIGAL,
  profile: (x) => (1 + x * x) ** -1.5,
};

/** Vertical field of a sphere magnetised by a vertical field F: 2/3 kappa F R^3 / h^3, nT; a dipole without demagnetisation. */
const magneticSphere = (intensity: number): Sphere => ({
  peak: (contrast, depth) => ((2 / 3) * contrast * intensity) / depth ** 3,
  profile: (x) => (2 - x * x) / 2 / (1 + x * x) ** 2.5,
});

/** Value of a profile of depth `depth` at its peak after a Gaussian mean of `width` metres: integral of p(r) r / w^2 exp(-r^2 / 2 w^2). */
function smoothedPeak(profile: (x: number) => number, depth: number, width: number): number {
  const reach = 6 * width;
  let sum = 0;
  for (let k = 0; k < STEPS; k++) {
    const r = ((k + 0.5) / STEPS) * reach;
    sum += profile(r / depth) * (r / width ** 2) * Math.exp(-(r * r) / (2 * width ** 2)) * (reach / STEPS);
  }
  return sum;
}

/** A layer, its bands and what a peak has to exceed in them. */
export interface Background {
  readonly layer: string;
  readonly modality: Modality;
  readonly quantity: Quantity;
  /** Width of each band's centre, metres. */
  readonly widths: readonly number[];
  /** Deviation of each band, unit of the quantity, and the threshold in it. */
  readonly deviations: readonly number[];
  readonly thresholds: readonly number[];
}

export interface DetectabilityOptions {
  readonly densities: readonly number[];
  readonly susceptibilities: readonly number[];
  /** Metres below the observations. */
  readonly depths: readonly number[];
  /** Strength of the main field, nT. */
  readonly fieldIntensity: number;
}

const metres = (value: number) =>
  value >= 10_000
    ? `${(value / 1000).toFixed(0)} km`
    : value >= 1000
      ? `${(value / 1000).toFixed(1)} km`
      : `${value.toFixed(value < 10 ? 1 : 0)} m`;

/** Smallest sphere that reaches the threshold in some band; null where it would have to break the level of the observations. */
function smallestRadius(sphere: Sphere, contrast: number, depth: number, { widths, deviations, thresholds }: Background): number | null {
  let least = Number.POSITIVE_INFINITY;
  widths.forEach((width, band) => {
    const response = smoothedPeak(sphere.profile, depth, width) - smoothedPeak(sphere.profile, depth, SURROUND * width);
    const needed = (thresholds[band] as number) * (deviations[band] as number);
    const perCube = Math.abs(sphere.peak(contrast, depth)) * response;
    if (perCube > 0 && needed > 0) least = Math.min(least, Math.cbrt(needed / perCube));
  });
  return least <= depth ? least : null;
}

/** What size, depth and contrast of a sphere would have been found in a layer of its own, seen from where it was observed. */
export function detectabilityOf(
  background: Background,
  { densities, susceptibilities, depths, fieldIntensity }: DetectabilityOptions,
): Detectability {
  const gravity = background.modality === "gravity";
  const sphere = gravity ? denseSphere : magneticSphere(fieldIntensity);
  const unit = gravity ? "kg/m3" : "SI";
  const curves = (gravity ? densities : susceptibilities).map((contrast) => ({
    contrast,
    contrastUnit: unit,
    depths,
    radii: depths.map((depth) => smallestRadius(sphere, contrast, depth, background)),
  }));
  const sentences = curves.map(({ contrast, radii }) => {
    const seen = depths.flatMap((depth, k) => (radii[k] == null ? [] : [`${metres(radii[k] as number)} at ${metres(depth)}`]));
    const contrastText = `${contrast > 0 ? "+" : ""}${contrast} ${unit}`;
    return seen.length === 0
      ? `No sphere of ${contrastText} whose top stays below the observations would have been found, with its centre at ${depths.map(metres).join(", ")}.`
      : `A sphere of ${contrastText} would have been found from a radius of ${seen.join(", ")} depth of its centre.`;
  });
  const deviation = background.deviations[0] as number;
  return {
    backgroundDeviation: deviation,
    quantity: background.quantity,
    layer: background.layer,
    curves,
    statement: `${background.layer}: noise and background at the finest scale (${metres(background.widths[0] as number)}) deviate by ${deviation.toPrecision(3)} ${background.quantity.unit}. ${sentences.join(" ")}${gravity ? "" : ` Magnetised by a vertical field of ${fieldIntensity} nT.`}`,
  };
}
