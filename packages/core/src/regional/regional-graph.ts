import type { RegionalConfiguration } from "../configuration/regional-schema.js";
import type { Task, TaskGraph } from "../contracts/task.js";
import { canonicalJson } from "../pipeline/canonical-json.js";
import type { SourceIdentity } from "../pipeline/layer-plan.js";
import { neededBy, taskHash } from "../pipeline/task-hash.js";
import type { PlannedVisualizer } from "../pipeline/tasks/tile.js";
import type { FrameParameters } from "./frame.js";
import { nodeOf, type RegionalNode } from "./node-references.js";
import type { RegionalStage } from "./run-stages.js";
import type { InversionParameters } from "./tasks/inversion.js";
import type { NodeParameters, Origin } from "./tasks/node.js";
import type { PublishParameters } from "./tasks/publish.js";
import type { RegionalCatalogueParameters } from "./tasks/regional-catalogue.js";

/** What the plan found out about the stages of a node. */
export interface PlannedNodeStages {
  readonly stages: readonly RegionalStage[];
  /** References the node can go on without, since its stages say so. */
  readonly optional: ReadonlySet<string>;
}

/** All that decides the graph of a regional run. */
export interface RegionalGraphInputs {
  readonly configuration: RegionalConfiguration;
  readonly nodes: readonly RegionalNode[];
  readonly stages: ReadonlyMap<string, PlannedNodeStages>;
  readonly origins: ReadonlyMap<string, { readonly origin: Origin; readonly sources: readonly SourceIdentity[] }>;
  readonly inverters: ReadonlyMap<string, InversionParameters["inverter"]>;
  readonly visualizers: readonly (PlannedVisualizer & { readonly gathers: readonly string[] })[];
  readonly readers: readonly string[];
  readonly kernels: string;
  readonly software: Readonly<Record<string, string>>;
}

const ALL_THREADS = 256;
const PROCESS_BYTES = 150e6;

type Draft = Omit<Task, "hash" | "parameters" | "sourceHashes" | "threads"> & {
  readonly parameters: object;
  readonly sourceHashes?: readonly string[];
};

/** The part of the configuration that decides what is published. */
export function decisiveRegional({ name, title, frame, surveys, layers, inversions, detections, visualizers }: RegionalConfiguration) {
  return { job: "regional", name, title, frame, surveys, layers, inversions, detections, visualizers };
}

/**
 * The static task graph of a regional run: `survey:<name>`, `layer:<name>`, `inversion:<name>`, `detection:<name>`, one `publish:<id>`
 * per visualizer, `catalogue`. The same inputs give the same JSON, byte for byte; tasks come after those they need.
 */
export function regionalGraph(inputs: RegionalGraphInputs): TaskGraph {
  const { configuration, nodes, stages, origins, inverters, visualizers, readers, kernels, software } = inputs;
  const { frame, memoryMegabytes, degrade } = configuration;
  const tasks: Task[] = [];
  const hashes = new Map<string, string>();
  const add = (draft: Draft): void => {
    const parameters = JSON.parse(canonicalJson(draft.parameters)) as Record<string, unknown>;
    const task = { threads: ALL_THREADS, sourceHashes: [], ...draft, parameters };
    const hash = taskHash(
      task,
      neededBy(task).map((id) => hashes.get(id) ?? ""),
    );
    hashes.set(task.id, hash);
    tasks.push({ ...task, hash });
  };
  const kindOf = new Map(nodes.map(({ name, kind }) => [name, kind]));
  const taskOf = (reference: string) => `${kindOf.get(nodeOf(reference))}:${nodeOf(reference)}`;
  const frameParameters: FrameParameters = {
    crs: frame.crs,
    spacing: frame.spacing,
    memoryMegabytes,
    degrade,
    ...(frame.bounds ? { bounds: frame.bounds } : {}),
  };
  const extentOf = frame.bounds ? undefined : (frame.extentOf ?? Object.keys(configuration.surveys)[0]);

  for (const { name, kind, reads } of nodes) {
    if (kind === "inversion") {
      addInversion(name, reads);
      continue;
    }
    const planned = stages.get(name) ?? { stages: [], optional: new Set<string>() };
    const layer = configuration.layers[name] ?? configuration.detections[name];
    const source = origins.get(name);
    const spans = kind !== "survey" && extentOf !== undefined;
    const parameters: NodeParameters = {
      name,
      title: configuration.surveys[name]?.title ?? layer?.title ?? titleFrom(name),
      ...(source ? { origin: source.origin } : {}),
      ...(layer ? { from: layer.from } : {}),
      stages: planned.stages,
      frame: frameParameters,
      ...(spans ? { extentOf } : {}),
      sources: source?.sources ?? [],
      readers,
      kernels,
    };
    const needs = reads.filter((read) => !planned.optional.has(read)).map(taskOf);
    const optional = reads.filter((read) => planned.optional.has(read)).map(taskOf);
    add({
      id: `${kind}:${name}`,
      kind: "node",
      stage: kind === "survey" ? "read" : kind === "layer" ? "stages" : "detect",
      parameters,
      dependsOn: [...new Set([...needs, ...(spans ? [`survey:${extentOf}`] : [])])].sort(),
      ...(optional.length > 0 ? { prefers: optional } : {}),
      sourceHashes: (source?.sources ?? []).map(({ sha256 }) => sha256),
      memoryBytes: PROCESS_BYTES,
    });
  }

  function addInversion(name: string, reads: readonly string[]): void {
    const { data, mainField, topography, mesh, reference, starting, options, title } = configuration.inversions[name]!;
    const parameters: InversionParameters = {
      name,
      title: title ?? titleFrom(name),
      inverter: inverters.get(name)!,
      data,
      ...(mainField ? { mainField } : {}),
      ...(topography === undefined ? {} : { topography }),
      ...(mesh === undefined ? {} : { mesh }),
      ...(reference === undefined ? {} : { reference }),
      ...(starting === undefined ? {} : { starting }),
      options: degrade ? { ...options, degrade: true } : options,
      crs: frame.crs,
      memoryMegabytes,
      kernels,
    };
    const dependsOn = reads.map(taskOf).sort();
    add({
      id: `inversion:${name}`,
      kind: "inversion",
      stage: "invert",
      parameters,
      dependsOn,
      memoryBytes: PROCESS_BYTES + memoryMegabytes * 1e6,
    });
  }

  const idsOf = (kind: RegionalNode["kind"], order: readonly string[]) => order.map((name) => `${kind}:${name}`);
  const made = {
    surveys: idsOf("survey", Object.keys(configuration.surveys)),
    layers: idsOf("layer", Object.keys(configuration.layers)),
    inversions: idsOf("inversion", Object.keys(configuration.inversions)),
    detections: idsOf("detection", Object.keys(configuration.detections)),
  };
  const everything = Object.values(made).flat();
  const decisive = decisiveRegional(configuration);
  const ids = new Set(visualizers.map(({ id }) => id));
  // Those that gather come last; none gathers from one that gathers.
  for (const { gathers, ...visualizer } of [...visualizers].sort((a, b) => a.gathers.length - b.gathers.length || (a.id < b.id ? -1 : 1))) {
    const gathered = gathers.filter((id) => ids.has(id)).map((id) => `publish:${id}`);
    const parameters: PublishParameters = {
      visualizer,
      name: configuration.name,
      title: configuration.title,
      crs: frame.crs,
      ...made,
      gathers: gathered,
      configuration: decisive,
      software,
      kernels,
    };
    const prefers = [...everything, ...gathered];
    add({
      id: `publish:${visualizer.id}`,
      kind: "publish",
      stage: "publish",
      parameters,
      dependsOn: [],
      prefers,
      memoryBytes: 4 * PROCESS_BYTES,
    });
  }
  const published = visualizers.map(({ id }) => `publish:${id}`);
  const parameters: RegionalCatalogueParameters = {
    name: configuration.name,
    title: configuration.title,
    crs: frame.crs,
    nodes: everything,
    visualizers: visualizers.map(({ id }) => id),
    configuration: decisive,
    software,
    kernels,
  };
  const prefers = [...everything, ...published];
  add({ id: "catalogue", kind: "regional-catalogue", stage: "validate", parameters, dependsOn: [], prefers, memoryBytes: PROCESS_BYTES });
  return { tasks };
}

const titleFrom = (name: string) => {
  const words = name.replaceAll(/[-_]/g, " ");
  return `${words[0]?.toUpperCase()}${words.slice(1)}`;
};
