import type { PluginContext } from "./context.js";
import type { Grid } from "./grid.js";
import type { JsonSchema } from "./json-schema.js";
import type { MainField } from "./main-field.js";
import type { TensorMesh } from "./mesh.js";
import type { Model } from "./model.js";
import type { PointSet } from "./points.js";

/** One data set of an inversion, with what its readings are of. */
export interface InversionData {
  /** Name of the survey or layer. */
  readonly name: string;
  readonly field: "gravity" | "magnetic";
  /** Readings after their stages; `uncertainty` where errors are known. In the CRS of the mesh, heights in `upward`. */
  readonly points: PointSet;
  /** For magnetics. */
  readonly mainField?: MainField;
}

export interface InversionRequest {
  readonly data: readonly InversionData[];
  /** Height of the ground, metres; cells above it are inactive. */
  readonly topography?: Grid;
  /** Where the configuration names a mesh file; absent: the inverter designs one from its options. */
  readonly mesh?: TensorMesh;
  readonly referenceModel?: Model;
  readonly startingModel?: Model;
  readonly options: Readonly<Record<string, unknown>>;
  /** A checkpoint that an earlier, interrupted call of the same request yielded; the result has the same bits as without the interruption. */
  readonly resumeFrom?: Uint8Array;
  /** Bytes that may be used; decides which operator is chosen. */
  readonly memoryBytes?: number;
}

/** One iteration; iteration 0 is the starting model. */
export interface InversionStep {
  readonly iteration: number;
  /** What the iteration belongs to, e.g. `smooth`, `sparse`, `uncertainty`. */
  readonly phase: string;
  /** chi-squared per datum, by data set. */
  readonly misfit: Readonly<Record<string, number>>;
  /** Model norm. */
  readonly regularisation: number;
  /** Trade-off parameter. */
  readonly beta: number;
  readonly durationMs: number;
  /** State after this iteration, for a resume. */
  checkpoint(): Uint8Array;
}

/** Which operator holds or computes the sensitivities, and why. */
export interface OperatorPlan {
  readonly operator: string;
  readonly bytes: number;
  readonly reason: string;
  /** What was considered and how much it would need. */
  readonly alternatives: readonly { readonly operator: string; readonly bytes: number; readonly reason: string }[];
  /** Set if the mesh was made coarser to fit: what was asked and what is run. */
  readonly degraded?: string;
}

export type InversionEnd = "target-misfit" | "max-iterations" | "stalled";

export interface InversionResult {
  readonly stopped: InversionEnd;
  /** One per property, by name, e.g. `density`, `susceptibility`. */
  readonly models: Readonly<Record<string, Model>>;
  /** Predicted readings by data set, same order and unit as its points. */
  readonly predicted: Readonly<Record<string, Float64Array>>;
  readonly operator: OperatorPlan;
  readonly mainField?: MainField;
  /** How the uncertainty was computed, in words. */
  readonly uncertaintyMethod?: string;
  /** Further facts for the report: resolution tests, chosen parameters. JSON. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Data to models. */
export interface InverterPlugin {
  readonly kind: "inverter";
  readonly id: string;
  /** Raise when the same request would give other bits. */
  readonly version: string;
  readonly options: JsonSchema;
  /** What `invert` would use, without computing. @throws ResourceError with numbers if nothing fits and the options do not allow to degrade. */
  plan(request: InversionRequest, context: PluginContext): Promise<OperatorPlan>;
  /** Yields after every iteration; returns the result and why it stopped. */
  invert(request: InversionRequest, context: PluginContext): AsyncGenerator<InversionStep, InversionResult>;
}
