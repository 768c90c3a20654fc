import type { Crs } from "./grid.js";
import type { Quantity } from "./quantity.js";

/** What a rule that can be read says of an anomaly; `undetermined` if none applies. */
export type AnomalyType = "void" | "dense-body" | "magnetic-body" | "dyke-or-contact" | "fault" | "undetermined";

/** One connected region that stands out of its null. */
export interface Anomaly {
  /** Unique in its table, e.g. `A001`, in order of score. */
  readonly id: string;
  /** Score-weighted centroid, CRS units. */
  readonly easting: number;
  readonly northing: number;
  /** Degrees; null for a local CRS. */
  readonly longitude: number | null;
  readonly latitude: number | null;
  /** Metres below the ground, positive down; null where no inversion or source-depth method gave one. */
  readonly depthTop: number | null;
  readonly depthBottom: number | null;
  readonly depthMethod: string | null;
  readonly areaSquareMetres: number;
  readonly volumeCubicMetres: number | null;
  /** Integral of the density contrast over the body. */
  readonly excessMassKilograms: number | null;
  /** Integral of the magnetisation contrast over the body. */
  readonly magneticMoment: number | null;
  /** Largest score inside, robust standard deviations, with its sign. */
  readonly score: number;
  /** Probability of a peak as high anywhere under the null of the run. */
  readonly significance: number;
  /** Calibrated probability, 0..1, that this is a source and not noise or background; null where no calibration applies. */
  readonly confidence: number | null;
  readonly type: AnomalyType;
  /** The rule that decided the type, in words. */
  readonly typeRule: string;
  /** Share of the score that is lost without each layer, by layer name. */
  readonly contributions: Readonly<Record<string, number>>;
  /** Closed rings, CRS units; the first is the outer one, counter-clockwise. */
  readonly outline: readonly (readonly (readonly [number, number])[])[];
}

/** What size and depth of body the data could have shown. */
export interface Detectability {
  /** Standard deviation of noise and background that a body competes with, unit of `quantity`. */
  readonly backgroundDeviation: number;
  readonly quantity: Quantity;
  readonly layer: string;
  /** Smallest sphere radius that would have been found at each depth, metres, for the contrast; null if none below `depth`. */
  readonly curves: readonly {
    readonly contrast: number;
    readonly contrastUnit: string;
    readonly depths: readonly number[];
    readonly radii: readonly (number | null)[];
  }[];
  /** In words, for the reader of a map. */
  readonly statement: string;
}

/** Result of a detection; an empty table is a legal answer. */
export interface AnomalyTable {
  readonly crs: Crs;
  readonly anomalies: readonly Anomaly[];
  /** How the threshold was set and what false alarms are expected. */
  readonly threshold: {
    readonly value: number;
    readonly method: string;
    readonly falseDiscoveryRate: number;
    readonly surrogates: number;
    readonly seed: number;
  };
  readonly detectability: readonly Detectability[];
}
