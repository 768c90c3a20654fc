import { MANIFEST_PATH } from "../../provenance/read-manifest.js";
import { type RunManifest, runManifest } from "../../provenance/run-manifest.js";
import { runState } from "../../provenance/run-state.js";
import { sourceRecordFiles } from "../../provenance/source-records.js";
import { stacCatalogue } from "../../provenance/stac-catalogue.js";
import type { TaskImplementation } from "../task-run.js";
import { jsonFile, type VerifyFacts } from "./verify.js";

/** Where the state of every tile lies. */
export const STATE_PATH = "state/global_mvp_state.json";

/** Parameters of `catalogue`. */
export interface CatalogueParameters {
  readonly name: string;
  readonly title: string;
  /** The part of the configuration that decides what is published. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly tiles: readonly string[];
  readonly spacing: number;
  readonly tileSize: number;
  readonly normalization: string;
  readonly visualizers: readonly string[];
  readonly layers: readonly string[];
  readonly software: Readonly<Record<string, string>>;
  readonly kernels: string;
}

/** Task kind `catalogue`: manifest, one record per input, state of every tile, STAC catalogue. */
export const catalogue: TaskImplementation = async (run) => {
  const parameters = run.task.parameters as unknown as CatalogueParameters;
  const manifest: RunManifest = runManifest(parameters, run.graph, run.records, run.settings.sources);
  for (const { path, content } of sourceRecordFiles(run.settings.sources)) await run.outputs.write(path, jsonFile(content));
  const report = run.records.get("verify")?.facts as unknown as VerifyFacts | undefined;
  await run.outputs.write(STATE_PATH, jsonFile(runState(parameters, run.records, report)));
  for (const { path, content } of stacCatalogue(parameters, run.records)) await run.outputs.write(path, jsonFile(content));
  await run.outputs.write(MANIFEST_PATH, jsonFile(manifest));
  return { products: [] };
};
