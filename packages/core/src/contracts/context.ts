import type { GridGeometry } from "./grid.js";
import type { Kernels } from "./kernels.js";
import type { RawData } from "./raw-data.js";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Structured log; `fields` become keys of the JSON line. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What the host lends to a plugin for one call. A plugin imports types; everything that acts comes in here. */
export interface PluginContext {
  readonly kernels: Kernels;
  readonly logger: Logger;
  /** Aborts when the run is cancelled or the task's time is up. */
  readonly signal: AbortSignal;
  /** Upper bound of threads for this call. */
  readonly threads: number;
  /** Fraction 0..1 of this call; doubles as a heartbeat: a task that is silent too long counts as stalled. */
  progress(fraction: number): void;
  /** Opens a file with the reader that recognises it, or with the one named. @throws UnreadableInputError, CorruptInputError, UnknownPluginError */
  read(path: string, options?: { readonly reader?: string; readonly parameters?: Readonly<Record<string, unknown>> }): Promise<RawData>;
  /** Grid of the run that stages resample to. */
  readonly target: GridGeometry;
  /** What else the configuration gives to this stage, by the name under `inputs`: a topography, a second layer. Grids may be read, not closed. */
  readonly inputs?: Readonly<Record<string, RawData>>;
  /** Keeps small facts of this step (counts, statistics, chosen parameters) for the provenance and the report. JSON. Later keys win. */
  report?(facts: Readonly<Record<string, unknown>>): void;
  /** Keeps a by-product under `<name of the layer>.<name>`: a correction, a predicted error. It is published like a layer. */
  product?(name: string, data: RawData): void;
  /** Bytes this call may hold beside its input; absent: not limited. */
  readonly memoryBytes?: number;
}
