import { availableParallelism } from "node:os";
import type { RegionalConfiguration } from "../configuration/regional-schema.js";
import type { SourceFile } from "../contracts/modality.js";
import { InvalidConfigurationError } from "../errors.js";
import { coreVersion } from "../pipeline/core-version.js";
import { hostContext } from "../pipeline/host-context.js";
import type { SourceIdentity } from "../pipeline/layer-plan.js";
import {
  identitiesOf,
  isBearable,
  packageOf,
  planAgainstRecords,
  type RunPlan,
  readerPackages,
  type UnavailableModality,
} from "../pipeline/plan-run.js";
import type { TaskHost } from "../pipeline/task-host.js";
import { resolveSources } from "../sources/index.js";
import { nodeOf, regionalNodes } from "./node-references.js";
import { type PlannedNodeStages, type RegionalGraphInputs, regionalGraph } from "./regional-graph.js";
import { surveyFile } from "./survey-source.js";
import type { Origin } from "./tasks/node.js";

export interface RegionalPlanRequest {
  readonly configuration: RegionalConfiguration;
  /** Folder that paths of surveys are relative to, after the mirror. */
  readonly base: string;
  readonly host: TaskHost;
  readonly signal: AbortSignal;
}

type StageCalls = RegionalConfiguration["surveys"][string]["stages"];

async function plannedStages(host: TaskHost, calls: StageCalls): Promise<PlannedNodeStages> {
  const stages = [];
  const optional = new Set<string>();
  for (const { stage, parameters = {}, inputs = {} } of calls) {
    const plugin = await host.plugins.load("stage", stage);
    stages.push({ stage, version: plugin.version, package: packageOf(host, "stage", stage), parameters, inputs });
    if (plugin.goesOnWithout) for (const reference of Object.values(inputs)) optional.add(nodeOf(reference));
  }
  return { stages, optional };
}

/** A survey's files and how they are read. A failure of one is borne as long as another is left. */
async function surveyOrigin(
  { configuration, base, host, signal }: RegionalPlanRequest,
  name: string,
): Promise<{ readonly origin: Origin; readonly files: readonly SourceFile[] }> {
  const survey = configuration.surveys[name]!;
  const { modality: id, dataset, options, reader, parameters } = survey;
  if (id === undefined || dataset === undefined) {
    const file = await surveyFile(name, survey, { base, sources: configuration.sources }, signal);
    return { origin: { ...(reader === undefined ? {} : { reader }), parameters }, files: [file] };
  }
  const plugin = await host.plugins.load("modality", id);
  const request = { dataset, options };
  const threads = configuration.execution.threads ?? availableParallelism();
  const context = hostContext(host, { stage: "download", spacing: 1, threads, signal });
  const files = await resolveSources(plugin, request, configuration.sources, context);
  return { origin: { modality: { id, version: plugin.version, package: packageOf(host, "modality", id) }, request }, files };
}

/**
 * Finds the surveys' files, builds the static graph and looks what of it is done. Writes nothing into the output folder.
 * @throws SourceUnavailableError and the like if no survey is left; UnknownPluginError, InvalidConfigurationError.
 */
export async function planRegionalRun(request: RegionalPlanRequest): Promise<RunPlan> {
  const { configuration, host, signal } = request;
  const nodes = regionalNodes(configuration, (path, expected, found) => {
    throw new InvalidConfigurationError("configuration", path.join("."), expected, found);
  });
  const sources: Record<string, readonly SourceFile[]> = {};
  const origins = new Map<string, { origin: Origin; sources: SourceIdentity[] }>();
  const unavailable: UnavailableModality[] = [];
  for (const name of Object.keys(configuration.surveys)) {
    try {
      const { origin, files } = await surveyOrigin(request, name);
      origins.set(name, { origin, sources: identitiesOf(files) });
      sources[name] = files;
    } catch (error) {
      if (!isBearable(error)) throw error;
      const { message, code, exitCode } = error;
      unavailable.push({ modality: name, layer: name, code, message, exitCode });
      host.logger.log("warn", `the run goes on without survey ${name}: ${message}`, { stage: "read", code });
      if (unavailable.length === Object.keys(configuration.surveys).length) throw error;
    }
  }

  const stages = new Map<string, PlannedNodeStages>();
  const inverters = new Map<string, { id: string; version: string; package: string }>();
  for (const [name, { stages: calls }] of [...Object.entries(configuration.surveys), ...Object.entries(configuration.layers)]) {
    stages.set(name, await plannedStages(host, calls));
  }
  for (const [name, { stage, parameters, inputs }] of Object.entries(configuration.detections)) {
    stages.set(name, await plannedStages(host, [{ stage, parameters, inputs }]));
  }
  for (const [name, { inverter: id }] of Object.entries(configuration.inversions)) {
    const { version } = await host.plugins.load("inverter", id);
    inverters.set(name, { id, version, package: packageOf(host, "inverter", id) });
  }
  const visualizers: RegionalGraphInputs["visualizers"][number][] = [];
  for (const [id, options] of Object.entries(configuration.visualizers)) {
    if (options === false) continue;
    const { version, scopes, gathers = [] } = await host.plugins.load("visualizer", id);
    if (!scopes.includes("region")) {
      throw new InvalidConfigurationError(
        "configuration",
        `visualizers.${id}`,
        "a visualizer of regional runs",
        `one of ${scopes.join(" and ")} products`,
      );
    }
    visualizers.push({ id, version, options, package: packageOf(host, "visualizer", id), gathers });
  }
  const readers = readerPackages(host);
  const software = { geoanomalymapper: coreVersion(), kernels: host.kernels.id };
  const graph = regionalGraph({
    configuration,
    nodes,
    stages,
    origins,
    inverters,
    visualizers,
    readers,
    kernels: host.kernels.id,
    software,
  });
  return planAgainstRecords({ configuration, graph, tiles: [], unavailable }, sources, host, signal);
}
