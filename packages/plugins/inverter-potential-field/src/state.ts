import type { InversionEnd } from "@geoanomaly/core";
import type { Axis } from "./options/inverter-options.js";

export type Phase = "smooth" | "joint" | "sparse" | "uncertainty" | "resolution" | "done";

/** What one value of the trade-off parameter led to. */
export interface Trial {
  readonly beta: number;
  /** chi-squared per reading. */
  readonly chi: number;
  /** Model norm. */
  readonly norm: number;
  /** Generalised cross-validation, where it was computed. */
  readonly score?: number;
  /** Effective number of parameters, where it was computed. */
  readonly parameters?: number;
}

/** A model with the data's part of the Hessian applied to it, so that misfit and gradient cost no product. */
export interface Point {
  readonly model: Float64Array;
  readonly dataProduct: Float64Array;
}

/** Where the inversion of one property stands. */
export interface PropertyState {
  readonly at: Point;
  readonly beta: number;
  readonly chi: number;
  readonly norm: number;
  /** chi-squared per reading to be reached. */
  readonly target: number;
  readonly reached: boolean;
  /** Iterations made at this beta. */
  readonly repeats: number;
  /** Is the model the one of its beta, or still on its way there? */
  readonly solved: boolean;
  readonly trials: readonly Trial[];
  /** Estimated from the misfit where errors are not known: standard deviation in units of the assumed one. */
  readonly errorScale: number;
  /** Sizes below which each term counts as zero, in the sparse phase and after. */
  readonly epsilons?: Readonly<Record<Axis, number>>;
  /** Where they end. */
  readonly thresholds?: Readonly<Record<Axis, number>>;
  /** Sums of squares of the probes of the posterior. */
  readonly probeSquares?: Float64Array;
  readonly resolution?: Float64Array;
  readonly checkerboardCorrelation?: number;
}

/** All that changes from one iteration to the next. Never written to: an iteration makes a new one, so that a checkpoint may be taken at any time. */
export interface InversionState {
  readonly phase: Phase;
  readonly iteration: number;
  /** Iterations of the present phase. */
  readonly phaseIteration: number;
  /** In the order of the properties of the problem. */
  readonly properties: readonly PropertyState[];
  /** Of the cross-gradient, set when it sets in. */
  readonly couplingWeight?: number;
  readonly coupling?: number;
  readonly stopped: InversionEnd;
}
