import type { Grid } from "../../contracts/grid.js";
import type { SourceRecord } from "../../contracts/source-record.js";
import type { LayerProduct, TileProduct } from "../../contracts/visualizer.js";
import { SourceUnavailableError } from "../../errors.js";
import { globalGrid, type TileWindow, tileWindow } from "../../geo/grid-geometry.js";
import { parseTileId } from "../../geo/tiles.js";
import { type Product, stacItem } from "../../provenance/stac-item.js";
import type { FusedLayer, NormalisedLayer, PreparedLayer, SourceIdentity } from "../layer-plan.js";
import { type StatisticsJson, statisticsJson } from "../statistics-json.js";
import { factsOf, pluginContext, requiredFacts, type TaskImplementation, type TaskRun } from "../task-run.js";
import type { WorkGrid } from "../work-grid.js";
import { belongsTo, productsOf } from "./products.js";

/** A visualizer as it is called: the version is there to be part of the task's identity. */
export interface PlannedVisualizer {
  readonly id: string;
  readonly version: string;
  readonly package: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Parameters of `tile:<id>`. */
export interface TileParameters {
  readonly tileId: string;
  readonly spacing: number;
  readonly tileSize: number;
  readonly layers: readonly { readonly layer: string; readonly minimumFiniteFraction: number }[];
  readonly visualizers: readonly PlannedVisualizer[];
  readonly software: Readonly<Record<string, string>>;
  readonly kernels: string;
}

/** A layer of a tile that has fewer cells with data than its modality asks for. */
export interface SparseLayer {
  readonly layer: string;
  readonly finite: number;
  readonly cells: number;
  readonly minimumFiniteFraction: number;
}

/** Facts of `tile:<id>`. */
export interface TileFacts {
  readonly tileId: string;
  readonly statistics: Readonly<Record<string, StatisticsJson>>;
  readonly products: readonly Product[];
  /** Not empty: the tile fails checkpoint statistics-sanity. */
  readonly sparse: readonly SparseLayer[];
}

/** {@link SourceRecord} for a visualizer. The time of acquisition is none of a product's business. */
export const asRecords = (sources: readonly SourceIdentity[]): SourceRecord[] =>
  sources.map((source) => ({ ...source, acquired_at_iso: "" }));

interface TileLayer extends LayerProduct {
  readonly identities: readonly SourceIdentity[];
  readonly degenerate: boolean;
  readonly effectiveResolution: Readonly<Record<string, number>>;
  readonly cellsPresent?: Readonly<Record<string, number>>;
}

/** Index of the tile among the statistics that normalised a layer. */
function isDegenerate(normalised: NormalisedLayer | undefined, window: TileWindow): boolean {
  if (normalised === undefined) return false;
  const { tileRows, tileCols, header } = normalised;
  const index = Math.floor(window.firstRow / tileRows) * Math.ceil(header.cols / tileCols) + Math.floor(window.firstCol / tileCols);
  return normalised.degenerate.includes(index);
}

async function cut(run: TaskRun, work: WorkGrid, { firstRow, firstCol, geometry }: TileWindow): Promise<Grid> {
  const values = await run.windows.read(work, firstRow, geometry.rows, firstCol, geometry.cols);
  return { ...work.header, ...geometry, values };
}

async function countPresent(
  run: TaskRun,
  fused: FusedLayer,
  { firstRow, firstCol, geometry }: TileWindow,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = Object.fromEntries([...fused.layers, "none"].map((name) => [name, 0]));
  const { cols } = fused.header;
  const path = run.folder.absolute(fused.presentPath);
  const band = await run.folder.fileSystem.readAt(path, firstRow * cols, geometry.rows * cols);
  for (let row = 0; row < geometry.rows; row++) {
    for (let col = 0; col < geometry.cols; col++) {
      const bits = band[row * cols + firstCol + col] ?? 0;
      if (bits === 0) counts.none = (counts.none ?? 0) + 1;
      fused.layers.forEach((name, bit) => {
        if (bits & (1 << bit)) counts[name] = (counts[name] ?? 0) + 1;
      });
    }
  }
  return counts;
}

async function tileLayers(run: TaskRun, window: TileWindow): Promise<TileLayer[]> {
  const { layers: planned } = run.task.parameters as unknown as TileParameters;
  const statistics = (grid: Grid) => run.host.kernels.statistics(grid.values, { signal: run.signal, threads: run.threads });
  const layers: TileLayer[] = [];
  for (const { layer } of planned) {
    const prepared = factsOf<PreparedLayer>(run, `prepare:${layer}`);
    if (prepared === undefined) continue;
    const grid = await cut(run, prepared, window);
    layers.push({
      layer,
      title: prepared.title,
      grid,
      statistics: await statistics(grid),
      sources: asRecords(prepared.sources),
      identities: prepared.sources,
      lineage: prepared.lineage,
      degenerate: isDegenerate(factsOf<NormalisedLayer>(run, `normalise:${layer}`), window),
      effectiveResolution: { [layer]: prepared.header.effectiveResolution },
    });
  }
  if (layers.length === 0) throw new SourceUnavailableError(run.task.id, "none of its layers could be prepared");
  const fused = requiredFacts<FusedLayer>(run, "fuse");
  const contributing = layers.filter(({ layer }) => fused.layers.includes(layer));
  const grid = await cut(run, fused, window);
  layers.push({
    layer: "fused",
    title: "Fused anomaly index",
    grid,
    statistics: await statistics(grid),
    sources: contributing.flatMap(({ sources }) => sources),
    identities: contributing.flatMap(({ identities }) => identities),
    lineage: [...contributing.flatMap(({ layer, lineage }) => lineage.map((line) => `${layer}: ${line}`)), ...fused.lineage],
    degenerate: contributing.every(({ degenerate }) => degenerate),
    effectiveResolution: Object.assign({}, ...contributing.map(({ effectiveResolution }) => effectiveResolution)),
    cellsPresent: await countPresent(run, fused, window),
  });
  return layers;
}

/** Task kind `tile`: everything that is published of one tile. */
export const tile: TaskImplementation = async (run) => {
  const { tileId, spacing, tileSize, layers: planned, visualizers, software } = run.task.parameters as unknown as TileParameters;
  const window = tileWindow(parseTileId(tileId, tileSize), spacing, tileSize);
  const layers = await tileLayers(run, window);
  const product: TileProduct = { scope: "tile", tileId, layers };
  const context = pluginContext(run, globalGrid(spacing));

  const products: Product[] = [];
  for (const { id, options } of visualizers) {
    run.signal.throwIfAborted();
    const visualizer = await run.host.plugins.load("visualizer", id);
    const files = await visualizer.render(product, run.outputs, options, context);
    products.push(...productsOf(files, run.outputs.outputs, id));
  }

  const names = layers.map(({ layer }) => layer);
  for (const layer of layers) {
    const item = stacItem({
      tileId,
      layer: layer.layer,
      title: layer.title,
      header: layer.grid,
      statistics: layer.statistics,
      degenerate: layer.degenerate,
      effectiveResolution: layer.effectiveResolution,
      ...(layer.cellsPresent ? { cellsPresent: layer.cellsPresent } : {}),
      sources: layer.identities,
      lineage: layer.lineage,
      products: products.filter((candidate) => belongsTo(candidate, layer.layer, names)),
      software,
    });
    await run.outputs.write(`metadata/${tileId}_${layer.layer}.json`, new TextEncoder().encode(`${JSON.stringify(item, null, 2)}\n`));
  }

  const cells = window.geometry.rows * window.geometry.cols;
  const sparse = planned.flatMap(({ layer, minimumFiniteFraction }) => {
    const finite = layers.find((candidate) => candidate.layer === layer)?.statistics.count;
    return finite !== undefined && finite < minimumFiniteFraction * cells ? [{ layer, finite, cells, minimumFiniteFraction }] : [];
  });
  return {
    tileId,
    statistics: Object.fromEntries(layers.map(({ layer, statistics }) => [layer, statisticsJson(statistics)])),
    products,
    sparse,
  } satisfies TileFacts;
};
