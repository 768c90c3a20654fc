import { globalGrid } from "../../geo/grid-geometry.js";
import { publishedFrom } from "../../verification/published.js";
import { reportOf, type VerificationReport, verifyCheckpoints } from "../../verification/verify-products.js";
import { pluginContext, type TaskImplementation } from "../task-run.js";
import type { PlannedVisualizer } from "./tile.js";

/** Where the report of the last verification lies. */
export const REPORT_PATH = "state/verification.json";

/** Parameters of `verify`. */
export interface VerifyParameters {
  readonly tiles: readonly string[];
  readonly visualizers: readonly PlannedVisualizer[];
  readonly spacing: number;
  readonly tileSize: number;
  readonly normalization: string;
  readonly layers: readonly string[];
  readonly kernels: string;
}

export type VerifyFacts = VerificationReport;

/** Bytes of a JSON file: readable, and the same for equal values. */
export const jsonFile = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

/** Task kind `verify`: all checkpoints on what the run has published. Findings do not fail the task; they are its result. */
export const verify: TaskImplementation = async (run) => {
  const { spacing, tileSize, normalization, visualizers } = run.task.parameters as unknown as VerifyParameters;
  const published = publishedFrom(run.records, { spacing, tileSize, normalization, sources: run.settings.sources });
  const context = pluginContext(run, globalGrid(spacing));
  const ids = visualizers.map(({ id }) => id);
  const report = reportOf(await verifyCheckpoints(published, ids, run.host.plugins, run.folder, context));
  await run.outputs.write(REPORT_PATH, jsonFile(report));
  return { ...report } satisfies VerifyFacts;
};
