import { globalGrid } from "../../geo/grid-geometry.js";
import { runCheck } from "../../verification/checkpoints.js";
import { type CheckpointResult, publishedFrom } from "../../verification/published.js";
import { pluginContext, type TaskImplementation } from "../task-run.js";
import type { PlannedVisualizer } from "./tile.js";

/** Parameters of `check:<name>`. */
export interface CheckParameters {
  /** `inputs`, `tiles`, `seams`, or the id of the visualizer whose files are checked. */
  readonly check: string;
  readonly visualizer?: PlannedVisualizer;
  readonly spacing: number;
  readonly tileSize: number;
  readonly normalization: string;
  readonly kernels: string;
}

/** Facts of `check:<name>`. */
export interface CheckFacts {
  readonly results: readonly CheckpointResult[];
}

/** Task kind `check`: one check of what the run has published. Findings do not fail the task; they are its result. */
export const check: TaskImplementation = async (run) => {
  const { check: name, spacing, tileSize, normalization } = run.task.parameters as unknown as CheckParameters;
  const published = publishedFrom(run.records, { spacing, tileSize, normalization, sources: run.settings.sources });
  const context = pluginContext(run, globalGrid(spacing));
  const results = await runCheck(name, published, { plugins: run.host.plugins, folder: run.folder, context });
  return { results } satisfies CheckFacts;
};
