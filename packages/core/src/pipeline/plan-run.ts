import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { RegionalConfiguration } from "../configuration/regional-schema.js";
import type { Configuration } from "../configuration/schema.js";
import type { PluginContext } from "../contracts/context.js";
import type { ModalityPlugin, SourceFile, SourceRequest } from "../contracts/modality.js";
import type { CommitRecord, TaskGraph } from "../contracts/task.js";
import { isGamError, SourceUnavailableError } from "../errors.js";
import { selectTiles, type Tile } from "../geo/tiles.js";
import { resolveSources } from "../sources/index.js";
import { buildGraph, type GraphInputs } from "./build-graph.js";
import { canonicalJson, sha256 } from "./canonical-json.js";
import { CommitStore } from "./commit-store.js";
import { coreVersion } from "./core-version.js";
import { hostContext } from "./host-context.js";
import type { SourceIdentity } from "./layer-plan.js";
import { OutputFolder } from "./output-folder.js";
import { type PlannedTask, planStates } from "./plan-states.js";
import type { RunSettings, TaskHost } from "./task-host.js";

export interface PlanRequest {
  readonly configuration: Configuration;
  readonly host: TaskHost;
  readonly signal: AbortSignal;
  /** Finds the input files of a modality. Default: cache, mirror, publisher, as the configuration allows. */
  readonly resolve?: (modality: ModalityPlugin, request: SourceRequest, context: PluginContext) => Promise<readonly SourceFile[]>;
}

/** A modality that cannot take part, and why. */
export interface UnavailableModality {
  readonly modality: string;
  readonly layer: string;
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
}

/** What a run would do. */
export interface RunPlan {
  readonly configuration: Configuration | RegionalConfiguration;
  readonly graph: TaskGraph;
  /** sha256 over the hashes of all tasks. */
  readonly hash: string;
  readonly settings: RunSettings;
  readonly tiles: readonly Tile[];
  /** Every task of the graph, in its order: done or to be run, and why. */
  readonly tasks: readonly PlannedTask[];
  readonly unavailable: readonly UnavailableModality[];
  /** Records in place whose outputs are whole, by task id. */
  readonly intact: ReadonlyMap<string, CommitRecord>;
}

type PlannedLayer = GraphInputs["layers"][number];

/** The package of a plugin with its version, as provenance names it. */
export const packageOf = (host: TaskHost, kind: Parameters<TaskHost["plugins"]["list"]>[0], id: string): string => {
  const found = host.plugins.list(kind).find((plugin) => plugin.id === id);
  return found ? `${found.packageName}@${found.packageVersion}` : id;
};

/** Packages of the readers that may be asked, in a fixed order. */
export const readerPackages = (host: TaskHost): string[] =>
  host.plugins.list("reader").map(({ packageName, packageVersion }) => `${packageName}@${packageVersion}`);

/** What of the files decides results: not when they came here. */
export const identitiesOf = (files: readonly SourceFile[]): SourceIdentity[] =>
  files.map(({ record: { acquired_at_iso: _, ...identity } }) => identity);

/** A plan whose tasks are held against the commit records in the output folder. */
export async function planAgainstRecords(
  planned: Pick<RunPlan, "configuration" | "graph" | "tiles" | "unavailable">,
  sources: RunSettings["sources"],
  host: TaskHost,
  signal: AbortSignal,
): Promise<RunPlan> {
  const { configuration, graph } = planned;
  const folder = new OutputFolder(configuration.outputs.folder, host.fileSystem);
  const { tasks, intact } = await planStates(graph, new CommitStore(folder), configuration.execution.force, signal);
  return {
    ...planned,
    hash: sha256(canonicalJson(graph.tasks.map((task) => task.hash))),
    settings: { folder: resolve(configuration.outputs.folder), sources },
    tasks,
    intact,
  };
}

async function planLayer(
  host: TaskHost,
  id: string,
  options: Configuration["modalities"][string],
  files: readonly SourceFile[],
  plugin: ModalityPlugin,
): Promise<PlannedLayer> {
  const request = requestOf(options);
  const stages = [];
  for (const { stage, parameters = {} } of options.stages ?? plugin.defaultStages(request)) {
    const { version } = await host.plugins.load("stage", stage);
    stages.push({ stage, version, package: packageOf(host, "stage", stage), parameters });
  }
  return {
    layer: plugin.layer,
    modality: { id, version: plugin.version, package: packageOf(host, "modality", id) },
    // The path is where the file lies here; its content is among the sources.
    request: { dataset: request.dataset, options: request.options },
    stages,
    sources: identitiesOf(files),
    readers: readerPackages(host),
  };
}

/** The stage that detects, and the visualizer that writes its table. */
async function planDetection(
  host: TaskHost,
  parameters: Readonly<Record<string, unknown>>,
): Promise<NonNullable<GraphInputs["detection"]>> {
  const [stage, vector] = [await host.plugins.load("stage", "detect"), await host.plugins.load("visualizer", "vector")];
  return {
    stage: { id: "detect", version: stage.version, package: packageOf(host, "stage", "detect") },
    parameters,
    visualizer: { id: "vector", version: vector.version, package: packageOf(host, "visualizer", "vector"), options: {} },
  };
}

const requestOf = ({ dataset, path, options }: Configuration["modalities"][string]): SourceRequest =>
  path === undefined ? { dataset, options } : { dataset, path, options };

/** Failures of one modality that the run can go on without; a wrong configuration is not among them. */
export const isBearable = (error: unknown): error is Error & { code: string; exitCode: number } =>
  isGamError(error, "GAM_SOURCE_UNAVAILABLE", "GAM_INPUT_UNREADABLE", "GAM_INPUT_CORRUPT");

/**
 * Finds the inputs, builds the static graph and looks what of it is done already. Writes nothing into the output folder; resolving
 * sources may write into the cache.
 * @throws SourceUnavailableError and the like if no modality is left; UnknownPluginError, InvalidConfigurationError, InvalidParameterError.
 */
export async function planRun({ configuration, host, signal, resolve: find }: PlanRequest): Promise<RunPlan> {
  const layers: PlannedLayer[] = [];
  const sources: Record<string, readonly SourceFile[]> = {};
  const unavailable: UnavailableModality[] = [];
  let first: unknown;
  const threads = configuration.execution.threads ?? availableParallelism();
  const context = hostContext(host, { stage: "download", spacing: configuration.grid.spacing, threads, signal });
  const resolveFor = find ?? ((modality, request, within) => resolveSources(modality, request, configuration.sources, within));
  for (const [id, options] of Object.entries(configuration.modalities)) {
    const plugin = await host.plugins.load("modality", id);
    try {
      const files = await resolveFor(plugin, requestOf(options), context);
      layers.push(await planLayer(host, id, options, files, plugin));
      sources[plugin.layer] = files;
    } catch (error) {
      if (!isBearable(error)) throw error;
      first ??= error;
      const { code, message, exitCode } = error;
      unavailable.push({ modality: id, layer: plugin.layer, code, message, exitCode });
      host.logger.log("warn", `the run goes on without ${id}: ${message}`, { stage: "download", code });
    }
  }
  if (layers.length === 0) throw first ?? new SourceUnavailableError("run", "no modality is configured");

  const visualizers = [];
  for (const [id, options] of Object.entries(configuration.visualizers)) {
    if (options === false) continue;
    const { version, scopes } = await host.plugins.load("visualizer", id);
    visualizers.push({
      id,
      version,
      scopes: scopes.filter((scope) => scope !== "region"),
      options,
      package: packageOf(host, "visualizer", id),
    });
  }
  const detection = configuration.detection === false ? undefined : await planDetection(host, configuration.detection);
  const { bounds, tiles: globs } = configuration.region;
  const tiles = selectTiles(bounds ? { ...globs, bounds } : globs, configuration.grid.tileSize);
  const software = { geoanomalymapper: coreVersion(), kernels: host.kernels.id };
  const graph = buildGraph({
    configuration,
    layers,
    visualizers,
    tiles,
    ...(detection ? { detection } : {}),
    kernels: host.kernels.id,
    software,
  });
  return planAgainstRecords({ configuration, graph, tiles, unavailable }, sources, host, signal);
}
