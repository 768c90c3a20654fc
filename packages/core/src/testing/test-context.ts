import type { Logger, LogLevel, PluginContext } from "../contracts/context.js";
import type { GridGeometry } from "../contracts/grid.js";
import type { Kernels } from "../contracts/kernels.js";
import type { RawData } from "../contracts/raw-data.js";
import type { ReaderPlugin } from "../contracts/reader.js";
import { UnknownPluginError } from "../errors.js";
import { globalGrid } from "../geo/grid-geometry.js";
import { readInput } from "../registry/read-input.js";

export interface TestContextOptions {
  /** Default: the reference kernels. */
  readonly kernels?: Kernels;
  /** Readers that `context.read` may use. Default: none. */
  readonly readers?: readonly ReaderPlugin[];
  /** Default: the global grid of 1 degree. */
  readonly target?: GridGeometry;
  readonly signal?: AbortSignal;
  readonly threads?: number;
  /** Other nodes the stage reads, by name. */
  readonly inputs?: Readonly<Record<string, RawData>>;
}

export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A plugin context that remembers what the plugin said. */
export interface TestContext extends PluginContext {
  readonly logged: readonly LogEntry[];
  /** Fractions given to `progress`, in order. */
  readonly fractions: readonly number[];
}

/** What a host lends to a plugin, for tests: no files, no network, everything observable. */
export async function testContext({
  kernels,
  readers = [],
  target,
  signal,
  threads = 1,
  inputs,
}: TestContextOptions = {}): Promise<TestContext> {
  const logged: LogEntry[] = [];
  const fractions: number[] = [];
  const logger: Logger = {
    log: (level, message, fields = {}) => {
      logged.push({ level, message, fields });
    },
  };
  const context: TestContext = {
    kernels: kernels ?? (await import("../reference/index.js")).referenceKernels,
    logger,
    signal: signal ?? new AbortController().signal,
    threads,
    progress: (fraction) => {
      fractions.push(fraction);
    },
    read: (path, { reader, parameters = {} } = {}) => {
      const candidates = reader === undefined ? readers : readers.filter(({ id }) => id === reader);
      if (reader !== undefined && candidates.length === 0) {
        return Promise.reject(
          new UnknownPluginError(
            "reader",
            reader,
            readers.map(({ id }) => id),
          ),
        );
      }
      return readInput(path, candidates, parameters, context);
    },
    target: target ?? globalGrid(1),
    ...(inputs ? { inputs } : {}),
    logged,
    fractions,
  };
  return context;
}
