import type { PluginContext } from "./context.js";
import type { JsonSchema } from "./json-schema.js";
import type { RawData } from "./raw-data.js";

/** A stage as configuration declares it. */
export interface StageCall {
  readonly stage: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Other surveys, layers or models of the run that the stage reads, by the name it knows them by, e.g. `topography: dem`. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** One preprocessing step: units, filter, reduction, gridding, quality control. */
export interface StagePlugin {
  readonly kind: "stage";
  readonly id: string;
  /** Raise when the same input would give other output: it is part of the task's identity. */
  readonly version: string;
  /** JSON Schema of `parameters`. */
  readonly parameters: JsonSchema;
  /** True if it takes what is there of its inputs: one that could not be made is then left out, with a warning. */
  readonly goesOnWithout?: boolean;
  /** Pure: same data and parameters, same result. @throws GridMismatchError, InvalidParameterError */
  run(data: RawData, parameters: Readonly<Record<string, unknown>>, context: PluginContext): Promise<RawData>;
}
