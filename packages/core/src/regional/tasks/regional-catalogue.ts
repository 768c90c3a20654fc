import { IntegrityError } from "../../errors.js";
import type { TaskImplementation, TaskRun } from "../../pipeline/task-run.js";
import { jsonFile } from "../../pipeline/tasks/verify.js";
import { regionalManifestPath } from "../../provenance/read-manifest.js";
import { regionalManifest } from "../../provenance/regional-manifest.js";
import { Checkpoint } from "../checkpoint.js";

/** Parameters of the `catalogue` of a regional run. */
export interface RegionalCatalogueParameters {
  readonly name: string;
  readonly title: string;
  readonly crs: string;
  /** Task ids of surveys, layers, inversions and detections. */
  readonly nodes: readonly string[];
  readonly visualizers: readonly string[];
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly software: Readonly<Record<string, string>>;
  readonly kernels: string;
}

/** States of inversions that are committed are of no use any more. */
async function removeCheckpoints(run: TaskRun): Promise<void> {
  for (const task of run.graph.tasks) {
    if (task.kind === "inversion" && run.records.has(task.id)) await new Checkpoint(run.folder, task).remove();
  }
}

/** Task kind `regional-catalogue`: the manifest of a regional run. @throws IntegrityError if nothing at all could be made. */
export const regionalCatalogue: TaskImplementation = async (run) => {
  const parameters = run.task.parameters as unknown as RegionalCatalogueParameters;
  if (!parameters.nodes.some((id) => run.records.has(id))) throw new IntegrityError(`${parameters.name}: no survey could be read`);
  const manifest = regionalManifest(parameters, run.graph, run.records, run.settings.sources);
  await run.outputs.write(regionalManifestPath(parameters.name), jsonFile(manifest));
  await removeCheckpoints(run);
  return { products: [] };
};
