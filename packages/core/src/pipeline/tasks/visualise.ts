import type { GridStatistics } from "../../contracts/kernels.js";
import type { LayerProduct, RunProduct } from "../../contracts/visualizer.js";
import { globalGrid } from "../../geo/grid-geometry.js";
import type { Product } from "../../provenance/stac-item.js";
import type { FusedLayer, NormalisedLayer, PreparedLayer, SourceIdentity } from "../layer-plan.js";
import { type StatisticsJson, statisticsFrom } from "../statistics-json.js";
import { factsOf, pluginContext, requiredFacts, type TaskImplementation, type TaskRun } from "../task-run.js";
import { gridOnDisk, type WorkGrid } from "../work-grid.js";
import { productsOf } from "./products.js";
import { regionMask } from "./region-mask.js";
import { asRecords, type PlannedVisualizer, type TileFacts } from "./tile.js";

/** Parameters of a run-scope visualizer task. */
export interface VisualiseParameters {
  readonly visualizer: PlannedVisualizer;
  readonly title: string;
  readonly normalization: string;
  readonly fusion: string;
  readonly spacing: number;
  readonly tileSize: number;
  readonly layers: readonly string[];
  readonly tiles: readonly string[];
  readonly kernels: string;
}

/** Facts of a run-scope visualizer task. */
export interface VisualiseFacts {
  readonly products: readonly Product[];
}

/** What every layer of the run is made of. */
interface LayerSource {
  readonly layer: string;
  readonly title: string;
  readonly work: WorkGrid;
  /** Of the whole globe. */
  readonly statistics: StatisticsJson;
  readonly sources: readonly SourceIdentity[];
  readonly lineage: readonly string[];
}

/** Every layer of the run: as prepared, as fused, and the z of each (`<layer>_z`). */
function layerSources(run: TaskRun, names: readonly string[]): LayerSource[] {
  const layers: LayerSource[] = [];
  const scores: LayerSource[] = [];
  const fused = requiredFacts<FusedLayer>(run, "fuse");
  for (const layer of names) {
    const prepared = factsOf<PreparedLayer>(run, `prepare:${layer}`);
    const normalised = factsOf<NormalisedLayer>(run, `normalise:${layer}`);
    if (prepared === undefined || normalised === undefined) continue;
    const { title, sources, lineage } = prepared;
    layers.push({ layer, title, work: prepared, statistics: normalised.layerStatistics, sources, lineage });
    scores.push({
      layer: `${layer}_z`,
      title: `${title}, robust z`,
      work: normalised,
      statistics: normalised.statistics,
      sources,
      lineage: [...lineage, `robust-z@1 mode=${normalised.mode}`],
    });
  }
  layers.push({
    layer: "fused",
    title: "Fused anomaly index",
    work: fused,
    statistics: fused.statistics,
    sources: layers.flatMap(({ sources }) => sources),
    lineage: [...layers.flatMap(({ layer, lineage }) => lineage.map((line) => `${layer}: ${line}`)), ...fused.lineage],
  });
  return [...layers, ...scores];
}

/** Task kind `visualise`: what is published of the whole run by one visualizer. Outside of its tiles there is no data. */
export const visualise: TaskImplementation = async (run) => {
  const parameters = run.task.parameters as unknown as VisualiseParameters;
  const { visualizer: planned, title, normalization, fusion, spacing, tileSize } = parameters;
  const tileIds = parameters.tiles.filter((tileId) => run.records.has(`tile:${tileId}`));
  const tileStatistics: Record<string, GridStatistics> = {};
  for (const tileId of tileIds) {
    const facts = requiredFacts<TileFacts>(run, `tile:${tileId}`);
    for (const [layer, json] of Object.entries(facts.statistics)) tileStatistics[`${tileId}_${layer}`] = statisticsFrom(json);
  }
  const mask = regionMask(tileIds, spacing, tileSize);
  const layers: LayerProduct[] = [];
  for (const { layer, title, work, statistics: global, sources, lineage } of layerSources(run, parameters.layers)) {
    const grid = gridOnDisk(run.folder, work, mask);
    const kernelRun = { signal: run.signal, threads: run.threads };
    const statistics = mask ? await run.host.kernels.statistics(grid.values, kernelRun) : statisticsFrom(global);
    layers.push({ layer, title, grid, statistics, sources: asRecords(sources), lineage });
  }
  const product: RunProduct = { scope: "run", title, layers, tileIds, normalization, fusion, tileStatistics };
  const visualizer = await run.host.plugins.load("visualizer", planned.id);
  const files = await visualizer.render(product, run.outputs, planned.options, pluginContext(run, globalGrid(spacing)));
  return { products: productsOf(files, run.outputs.outputs, planned.id) } satisfies VisualiseFacts;
};
