import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import pino from "pino";
import { redactText } from "../configuration/redact-secrets.js";
import type { Logger, LogLevel } from "../contracts/context.js";
import { ResourceError } from "../errors.js";
import { humanLine } from "./human-line.js";

export interface RunLoggerOptions {
  /** JSON lines are appended here; none are written without it. */
  readonly file?: string;
  /** Least level that is logged. Default `info`. */
  readonly level?: LogLevel;
  /** Ties the lines of one run together, across its processes. */
  readonly traceId: string;
  /** Takes lines for people: warnings and errors, and all others that are not below `level` if `verbose`. */
  readonly terminal?: (line: string) => void;
  readonly verbose?: boolean;
}

export interface RunLogger extends Logger {
  /** Everything logged so far is in the file. */
  flush(): void;
}

const severity: Readonly<Record<LogLevel, number>> = { debug: 20, info: 30, warn: 40, error: 50 };

function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, typeof value === "string" ? redactText(value) : value]));
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new ResourceError(`${folder}: cannot be made (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

/**
 * The log of a run: JSON lines in a file, human lines on a terminal. Keys of a line: `level` (text), `timestamp` (ISO 8601),
 * `trace_id`, `message`, and of the caller's fields mostly `stage`, `tile_id`, `duration_ms`. Credentials in URLs are masked.
 * Lines are written at once, so that several processes may append to one file and a kill loses none.
 * @throws ResourceError if the folder of the log cannot be made
 */
export function createRunLogger({ file, level = "info", traceId, terminal, verbose = false }: RunLoggerOptions): RunLogger {
  if (file !== undefined) makeFolder(dirname(file));
  const destination = file === undefined ? undefined : pino.destination({ dest: file, append: true, sync: true });
  const json =
    destination &&
    pino(
      {
        level,
        base: { trace_id: traceId },
        messageKey: "message",
        timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
      },
      destination,
    );
  return {
    log: (at, message, fields = {}) => {
      if (severity[at] < severity[level]) return;
      const text = redactText(message);
      const kept = redactFields(fields);
      json?.[at](kept, text);
      if (severity[at] >= severity.warn || verbose) terminal?.(humanLine(at, text, kept));
    },
    flush: () => destination?.flushSync(),
  };
}
