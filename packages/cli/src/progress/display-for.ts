import type { TaskGraph } from "@geoanomaly/core";
import type { Terminal } from "../terminal.js";
import { heartbeatDisplay } from "./heartbeat-display.js";
import { jsonLinesDisplay } from "./json-lines-display.js";
import type { ProgressDisplay } from "./progress-display.js";

/** JSON lines if asked for, a live bar if a person watches, else a heartbeat. */
export async function displayFor(graph: TaskGraph, terminal: Terminal, jsonLines: boolean): Promise<ProgressDisplay> {
  if (jsonLines) return jsonLinesDisplay(terminal.print, terminal.warn);
  if (!terminal.interactive) return heartbeatDisplay(graph, terminal.warn);
  const { barDisplay } = await import("./bar-display.js");
  return barDisplay(graph, terminal.errorStream);
}
