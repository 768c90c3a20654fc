import type { TaskEvent } from "@geoanomaly/core";

/** Shows how a run goes. */
export interface ProgressDisplay {
  observe(event: TaskEvent): void;
  /** Takes a line for people without tearing the display. */
  line(text: string): void;
  /** The display is over; lines printed later stand below it. */
  end(): void;
}
