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
}
