import type { RawData } from "../../contracts/raw-data.js";
import type { RegionProduct } from "../../contracts/region-product.js";
import type { StagePlugin } from "../../contracts/stage.js";
import { GridMismatchError } from "../../errors.js";
import { globalGrid, headerOf } from "../../geo/grid-geometry.js";
import type { Product } from "../../provenance/stac-item.js";
import { residentGrid } from "../../reading/resident-grid.js";
import type { FusedLayer, NormalisedLayer, PreparedLayer, SourceIdentity } from "../layer-plan.js";
import { lineageLine } from "../lineage-line.js";
import { factsOf, pluginContext, requiredFacts, type TaskImplementation, type TaskRun } from "../task-run.js";
import { readRows, type WorkGrid } from "../work-grid.js";
import { productsOf } from "./products.js";
import { asRecords, type PlannedVisualizer } from "./tile.js";

/** Parameters of `detect`. */
export interface DetectParameters {
  readonly name: string;
  readonly title: string;
  /** The stage that detects, with its parameters. */
  readonly stage: { readonly id: string; readonly version: string; readonly package: string };
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Writes the table. */
  readonly visualizer: PlannedVisualizer;
  readonly layers: readonly string[];
  readonly spacing: number;
  readonly software: Readonly<Record<string, string>>;
  readonly kernels: string;
}

/** Facts of `detect`. */
export interface DetectFacts {
  readonly anomalies: number;
  readonly reported: Readonly<Record<string, unknown>>;
  readonly products: readonly Product[];
}

async function wholeGrid(run: TaskRun, work: WorkGrid): Promise<RawData> {
  const values = await readRows(run.folder, work, 0, work.header.rows);
  return { kind: "grid", grid: residentGrid(headerOf(work.header), { values }) };
}

/**
 * Task kind `detect`: one table of anomalies of the whole globe. The fused layer is looked at as one grid that wraps in longitude, so an
 * anomaly across the edge of tiles or the antimeridian is found once. No depth: nothing in a global run determines one.
 */
export const detect: TaskImplementation = async (run) => {
  const parameters = run.task.parameters as unknown as DetectParameters;
  const { name, title, stage, layers, spacing, software } = parameters;
  const fused = requiredFacts<FusedLayer>(run, "fuse");
  const inputs: Record<string, RawData> = {};
  const sources: SourceIdentity[] = [];
  for (const layer of layers) {
    const normalised = factsOf<NormalisedLayer>(run, `normalise:${layer}`);
    if (normalised) inputs[layer] = await wholeGrid(run, normalised);
    sources.push(...(factsOf<PreparedLayer>(run, `prepare:${layer}`)?.sources ?? []));
  }
  let reported: Readonly<Record<string, unknown>> = {};
  const plain = pluginContext(run, globalGrid(spacing));
  const context = {
    ...plain,
    inputs,
    report: (facts: Readonly<Record<string, unknown>>) => {
      reported = { ...reported, ...facts };
    },
  };
  const plugin: StagePlugin = await run.host.plugins.load("stage", stage.id);
  const found = await plugin.run(await wholeGrid(run, fused), parameters.parameters, context);
  if (found.kind !== "anomalies") throw new GridMismatchError(`anomalies from stage ${stage.id}`, found.kind);
  const records = asRecords(sources);
  const lineage = [...fused.lineage, lineageLine(`${stage.id}@${stage.version}`, parameters.parameters)];
  const product: RegionProduct = {
    scope: "region",
    name,
    title,
    crs: "EPSG:4326",
    surveys: [],
    layers: [],
    models: [],
    inversions: [],
    detections: [{ name: "global", layers, table: found.anomalies, sources: records, lineage, facts: reported }],
    sources: records,
    configuration: {},
    files: [],
    software,
    cautions: sources.some(({ synthetic }) => synthetic === true)
      ? ["Synthetic: part of the input is made up and shows nothing of the Earth."]
      : [],
  };
  const visualizer = await run.host.plugins.load("visualizer", parameters.visualizer.id);
  const files = await visualizer.render(product, run.outputs, parameters.visualizer.options, plain);
  return {
    anomalies: found.anomalies.anomalies.length,
    reported,
    products: productsOf(files, run.outputs.outputs, parameters.visualizer.id),
  } satisfies DetectFacts;
};
