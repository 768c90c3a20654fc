import type { LogLevel } from "../contracts/context.js";

/** Fields that help a person; the others are for the JSON line. */
const shown = ["stage", "tile_id", "task"];

/** One log entry as a person reads it: `warn  [fuse t_N30_E120] message`. */
export function humanLine(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>>): string {
  const place = shown.map((key) => fields[key]).filter((value) => value !== undefined);
  return `${level.padEnd(5)} ${place.length > 0 ? `[${place.join(" ")}] ` : ""}${message}`;
}
