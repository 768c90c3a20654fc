import type { ProgressDisplay } from "./progress-display.js";

/** For programs: every event as one line of JSON with its time. */
export function jsonLinesDisplay(print: (line: string) => void, warn: (line: string) => void): ProgressDisplay {
  return {
    observe: (event) => print(JSON.stringify({ timestamp: new Date().toISOString(), ...event })),
    line: warn,
    end: () => {},
  };
}
