import type { Configuration } from "../configuration/schema.js";
import type { Task, TaskGraph } from "../contracts/task.js";
import { globalGrid, tileCells } from "../geo/grid-geometry.js";
import type { Tile } from "../geo/tiles.js";
import { canonicalJson } from "./canonical-json.js";
import type { PrepareParameters } from "./layer-plan.js";
import { neededBy, taskHash } from "./task-hash.js";
import type { CatalogueParameters } from "./tasks/catalogue.js";
import type { CheckParameters } from "./tasks/check.js";
import type { DetectParameters } from "./tasks/detect.js";
import type { FuseParameters } from "./tasks/fuse.js";
import type { NormaliseParameters } from "./tasks/normalise.js";
import type { PlannedVisualizer, TileParameters } from "./tasks/tile.js";
import type { VerifyParameters } from "./tasks/verify.js";
import type { VisualiseParameters } from "./tasks/visualise.js";

/** All that decides the graph. The order of lists does not. */
export interface GraphInputs {
  readonly configuration: Configuration;
  readonly layers: readonly Omit<PrepareParameters, "spacing" | "kernels">[];
  readonly visualizers: readonly (PlannedVisualizer & { readonly scopes: readonly ("tile" | "run")[] })[];
  readonly tiles: readonly Tile[];
  /** What `detection` of the configuration asks for. */
  readonly detection?: Pick<DetectParameters, "stage" | "parameters" | "visualizer">;
  /** Identity of the kernel set. */
  readonly kernels: string;
  readonly software: Readonly<Record<string, string>>;
}

/** A task that takes all threads it can get. */
const ALL_THREADS = 256;
/** What a worker process needs beside its grids. */
const PROCESS_BYTES = 80e6;

const stages: Readonly<Record<string, string>> = { cog: "cog_write", map: "cog_write", pmtiles: "pmtiles_export", web: "pmtiles_export" };

type Draft = Omit<Task, "hash" | "parameters"> & { readonly parameters: object };

const by =
  <T>(key: (item: T) => string) =>
  (a: T, b: T) =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;

/**
 * The static task graph of the global job: `prepare:<layer>`, `normalise:<layer>`, `fuse`, `tile:<id>`, one task per run-scope
 * visualizer, `check:<name>`, `verify`, `catalogue`. Layer grids are always global, so that a tile has the same hash and bytes in a run of a region.
 * The same inputs give the same JSON, byte for byte; tasks come after those they need.
 */
export function buildGraph({ configuration, layers: unordered, visualizers, tiles, detection, kernels, software }: GraphInputs): TaskGraph {
  const { grid, robust, fusion, normalization: mode, execution } = configuration;
  const layers = [...unordered].sort(by(({ layer }) => layer));
  const names = layers.map(({ layer }) => layer);
  const planned = [...visualizers].sort(by(({ id }) => id));
  const cells = tileCells(grid.spacing, grid.tileSize);
  const { rows, cols } = globalGrid(grid.spacing);
  const gridBytes = rows * cols * 4;
  const tileIds = tiles.map(({ id }) => id);

  const tasks: Task[] = [];
  const hashes = new Map<string, string>();
  const add = (draft: Draft): void => {
    // In canonical order, since configurations may list the same keys in another.
    const parameters = JSON.parse(canonicalJson(draft.parameters)) as Record<string, unknown>;
    const task = { ...draft, parameters };
    const hash = taskHash(
      task,
      neededBy(task).map((id) => hashes.get(id) ?? ""),
    );
    hashes.set(task.id, hash);
    tasks.push({ ...task, hash });
  };
  const heavy = { threads: ALL_THREADS, memoryBytes: PROCESS_BYTES + 2 * gridBytes, sourceHashes: [] as string[] };
  /** A layer with its pyramid, its blocks and the file they become. */
  const publishing = { ...heavy, memoryBytes: PROCESS_BYTES + 6 * gridBytes };

  for (const layer of layers) {
    const parameters: PrepareParameters = { ...layer, spacing: grid.spacing, kernels };
    const sourceHashes = layer.sources.map(({ sha256 }) => sha256);
    add({ ...heavy, id: `prepare:${layer.layer}`, kind: "prepare", stage: "resample", parameters, dependsOn: [], sourceHashes });
  }
  for (const layer of names) {
    const parameters: NormaliseParameters = { layer, mode, tileCells: cells, ...robust, kernels };
    add({ ...heavy, id: `normalise:${layer}`, kind: "normalise", stage: "normalize", parameters, dependsOn: [`prepare:${layer}`] });
  }
  const weights = names.map((layer) => ({ layer, weight: weightOf(configuration, layers, layer) }));
  const fuse: FuseParameters = { ...fusion, layers: weights, latitudeWeights: robust.latitudeWeights, tileCells: cells, kernels };
  const normalised = names.map((layer) => `normalise:${layer}`);
  add({ ...heavy, id: "fuse", kind: "fuse", stage: "fuse", parameters: fuse, dependsOn: [], prefers: normalised });

  if (detection) {
    const { name, title } = configuration;
    const parameters: DetectParameters = { name, title, ...detection, layers: names, spacing: grid.spacing, software, kernels };
    const memoryBytes = PROCESS_BYTES + 12 * gridBytes;
    add({ ...heavy, memoryBytes, id: "detect", kind: "detect", stage: "fuse", parameters, dependsOn: ["fuse"], prefers: normalised });
  }

  const layerTasks = [...names.map((layer) => `prepare:${layer}`), ...normalised];
  const tileVisualizers = planned.filter(({ scopes }) => scopes.includes("tile")).map(withoutScopes);
  for (const tile of tiles) {
    const parameters: TileParameters = {
      tileId: tile.id,
      spacing: grid.spacing,
      tileSize: grid.tileSize,
      layers: layers.map(({ layer, modality }) => ({
        layer,
        minimumFiniteFraction: configuration.modalities[modality.id]?.minimumFiniteFraction ?? 0,
      })),
      visualizers: tileVisualizers,
      software,
      kernels,
    };
    add({
      id: `tile:${tile.id}`,
      kind: "tile",
      stage: "cog_write",
      parameters,
      dependsOn: ["fuse"],
      prefers: layerTasks,
      sourceHashes: [],
      threads: 1,
      memoryBytes: PROCESS_BYTES + layers.length * cells * cols * 4,
      batch: `tiles:${String(tile.row).padStart(2, "0")}`,
    });
  }

  const tileTasks = tileIds.map((id) => `tile:${id}`);
  const runVisualizers = planned.filter(({ scopes }) => scopes.includes("run"));
  for (const visualizer of runVisualizers) {
    const { id } = visualizer;
    const parameters: VisualiseParameters = {
      visualizer: withoutScopes(visualizer),
      title: configuration.title,
      normalization: mode,
      fusion: fusion.method,
      spacing: grid.spacing,
      tileSize: grid.tileSize,
      layers: names,
      tiles: tileIds,
      kernels,
    };
    const prefers = [...layerTasks, ...tileTasks];
    add({ ...publishing, id, kind: "visualise", stage: stages[id] ?? "pmtiles_export", parameters, dependsOn: ["fuse"], prefers });
  }

  const checkOf = (name: string, prefers: readonly string[], visualizer?: PlannedVisualizer): string => {
    const where = { spacing: grid.spacing, tileSize: grid.tileSize, normalization: mode };
    const parameters: CheckParameters = { check: name, ...(visualizer ? { visualizer } : {}), ...where, kernels };
    add({ ...heavy, id: `check:${name}`, kind: "check", stage: "validate", parameters, dependsOn: ["fuse"], prefers });
    return `check:${name}`;
  };
  const checks: string[] = [];
  if (execution.verify) {
    checks.push(checkOf("inputs", layerTasks), checkOf("tiles", tileTasks), checkOf("seams", [...layerTasks, ...tileTasks]));
    for (const visualizer of planned) {
      const own = visualizer.scopes.includes("run") ? [visualizer.id] : [];
      checks.push(checkOf(visualizer.id, [...tileTasks, ...own], withoutScopes(visualizer)));
    }
    const verify: VerifyParameters = { checks: checks.map((id) => id.slice("check:".length)) };
    add({ ...heavy, id: "verify", kind: "verify", stage: "validate", parameters: verify, dependsOn: ["fuse"], prefers: [...checks] });
    checks.push("verify");
  }

  const published = [...(detection ? ["detect"] : []), ...layerTasks, ...tileTasks, ...runVisualizers.map(({ id }) => id), ...checks];
  const catalogue: CatalogueParameters = {
    name: configuration.name,
    title: configuration.title,
    configuration: decisive(configuration),
    tiles: tileIds,
    spacing: grid.spacing,
    tileSize: grid.tileSize,
    normalization: mode,
    visualizers: planned.map(({ id }) => id),
    layers: names,
    software,
    kernels,
  };
  add({
    ...heavy,
    id: "catalogue",
    kind: "catalogue",
    stage: "validate",
    parameters: catalogue,
    dependsOn: ["fuse"],
    prefers: published,
  });
  return { tasks };
}

const withoutScopes = ({ id, version, package: packageName, options }: PlannedVisualizer): PlannedVisualizer => ({
  id,
  version,
  package: packageName,
  options,
});

function weightOf(configuration: Configuration, layers: GraphInputs["layers"], layer: string): number {
  const id = layers.find((candidate) => candidate.layer === layer)?.modality.id ?? "";
  return configuration.modalities[id]?.weight ?? 1;
}

/** The part of the configuration that decides what is published; where and how fast it is made is left out. */
function decisive(configuration: Configuration): Record<string, unknown> {
  const { name, title, grid, region, modalities, normalization, robust, fusion, detection, visualizers } = configuration;
  const withoutPaths = Object.fromEntries(Object.entries(modalities).map(([id, { path: _, ...rest }]) => [id, rest]));
  return {
    name,
    title,
    grid,
    region,
    modalities: withoutPaths,
    normalization,
    robust,
    fusion,
    ...(detection === false ? {} : { detection }),
    visualizers,
  };
}
