import type { PluginContext } from "../../contracts/context.js";
import type { GridGeometry } from "../../contracts/grid.js";
import type { SourceRequest } from "../../contracts/modality.js";
import type { RawData } from "../../contracts/raw-data.js";
import { GridMismatchError, IntegrityError, InvalidParameterError, SourceUnavailableError } from "../../errors.js";
import type { SourceIdentity } from "../../pipeline/layer-plan.js";
import { lineageLine } from "../../pipeline/lineage-line.js";
import { factsOf, pluginContext, type TaskImplementation, type TaskRun } from "../../pipeline/task-run.js";
import { checkData } from "../check-data.js";
import { type Extent, type FrameParameters, frameGrid } from "../frame.js";
import type { NodeFacts } from "../regional-facts.js";
import { type RegionalStage, runStages } from "../run-stages.js";
import { keepData, mergedSources, nodeFacts, openReference } from "./node-data.js";

/** Where a survey's data come from. */
export type Origin =
  | { readonly reader?: string; readonly parameters: Readonly<Record<string, unknown>> }
  | { readonly modality: { readonly id: string; readonly version: string; readonly package: string }; readonly request: SourceRequest };

/** Parameters of `survey:<name>`, `layer:<name>` and `detection:<name>`. */
export interface NodeParameters {
  readonly name: string;
  readonly title: string;
  /** For a survey. */
  readonly origin?: Origin;
  /** For a layer or detection: what it starts from. */
  readonly from?: string;
  readonly stages: readonly RegionalStage[];
  readonly frame: FrameParameters;
  /** Survey whose readings span the grids, if the frame has no bounds. */
  readonly extentOf?: string;
  readonly sources: readonly SourceIdentity[];
  readonly readers: readonly string[];
  readonly kernels: string;
}

const EMPTY: Extent = { west: 0, south: 0, east: 0, north: 0 };

/** Stands for a grid that is not known: whoever looks at it learns why. */
function noGrid(name: string): GridGeometry {
  return new Proxy({} as GridGeometry, {
    get: () => {
      throw new InvalidParameterError(`survey ${name}`, "frame.bounds", "bounds, since a stage of this survey makes a grid", "nothing");
    },
  });
}

/** The run's grid; a survey without declared bounds has none yet, and a stage that asks for it is told so. */
function targetOf(run: TaskRun, { name, frame, extentOf }: NodeParameters): { readonly grid: GridGeometry; readonly degraded?: string } {
  if (frame.bounds) return frameGrid(frame, EMPTY);
  const spanning = extentOf === undefined ? undefined : factsOf<NodeFacts>(run, `survey:${extentOf}`);
  if (!spanning?.extent) {
    return { grid: noGrid(name) };
  }
  if (spanning.crs !== frame.crs) {
    throw new GridMismatchError(
      `readings of ${extentOf} in ${frame.crs}, to span the grids (stage project, or frame.bounds)`,
      `readings in ${spanning.crs}`,
    );
  }
  return frameGrid(frame, spanning.extent);
}

function extentOf(data: RawData): Pick<NodeFacts, "extent" | "crs"> {
  if (data.kind === "grid") return { crs: data.grid.crs };
  if (data.kind !== "points") return {};
  const { easting, northing, crs } = data.points;
  const extent = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (let i = 0; i < easting.length; i++) {
    extent.west = Math.min(extent.west, easting[i] as number);
    extent.east = Math.max(extent.east, easting[i] as number);
    extent.south = Math.min(extent.south, northing[i] as number);
    extent.north = Math.max(extent.north, northing[i] as number);
  }
  return easting.length > 0 ? { crs, extent } : { crs };
}

/** What the stages begin with: a file read, a modality's data, or what another node left. */
async function startOf(
  run: TaskRun,
  { name, origin, from, sources }: NodeParameters,
  context: PluginContext,
): Promise<{ readonly data: RawData; readonly lineage: readonly string[]; readonly madeBy: string }> {
  if (from !== undefined) {
    const data = await openReference(run, from);
    if (!data) throw new IntegrityError(`${run.task.id}: ${from} is not there`);
    return { data, lineage: nodeFacts(run, from)?.lineage ?? [], madeBy: from };
  }
  const files = run.settings.sources[name] ?? [];
  if (origin && "modality" in origin) {
    const { modality, request } = origin;
    const plugin = await run.host.plugins.load("modality", modality.id);
    const data = await plugin.fetch(request, files, context);
    return {
      data,
      lineage: [lineageLine(`${modality.id}@${modality.version} dataset=${request.dataset}`, request.options)],
      madeBy: modality.package,
    };
  }
  const [file] = files;
  if (!file || !origin) throw new SourceUnavailableError(`survey ${name}`, "no file");
  const { reader, parameters } = origin;
  const data = await run.host.read(file.path, reader === undefined ? { parameters } : { reader, parameters }, context);
  const madeBy = `reader ${reader ?? "recognised"}`;
  return { data, lineage: [lineageLine(`read ${sources[0]?.filename ?? ""} reader=${reader ?? "recognised"}`, parameters)], madeBy };
}

/** Task kind of surveys, layers and detections: something read or taken from another node, through stages. */
export const node: TaskImplementation = async (run) => {
  const parameters = run.task.parameters as unknown as NodeParameters;
  const { name, title, from, stages } = parameters;
  const target = targetOf(run, parameters);
  let read: Record<string, unknown> = {};
  const context: PluginContext = {
    ...pluginContext(run, target.grid),
    memoryBytes: parameters.frame.memoryMegabytes * 1e6,
    report: (facts) => {
      read = { ...read, ...facts };
    },
  };
  const start = await startOf(run, parameters, context);
  checkData(start.data, start.madeBy, `${run.task.id}: what it starts from`);
  const inherited = from === undefined ? undefined : nodeFacts(run, from);
  const staged = await runStages(run, start.data, stages, context, async ({ inputs }) => {
    const opened: Record<string, RawData> = {};
    for (const [key, reference] of Object.entries(inputs)) {
      const data = await openReference(run, reference);
      if (data) opened[key] = data;
      else context.logger.log("warn", `${run.task.id} goes on without ${reference}`, { missing: reference });
    }
    return opened;
  });
  const others = stages.flatMap(({ inputs }) => Object.values(inputs)).flatMap((reference) => nodeFacts(run, reference) ?? []);
  const data = await keepData(run, name, staged.data);
  const products: Record<string, NodeFacts["products"][string]> = {};
  for (const [key, product] of Object.entries(staged.products)) {
    products[key] = { ...(await keepData(run, `${name}.${key}`, product.data)), steps: product.steps };
  }
  const cautions = [inherited, ...others].flatMap((facts) => facts?.cautions ?? []);
  if (target.degraded !== undefined && start.data.kind !== "mesh") cautions.push(`Coarser than asked: ${target.degraded}.`);
  if (parameters.sources.some(({ synthetic }) => synthetic === true))
    cautions.push(`Synthetic: survey ${name} is made up and shows nothing of the Earth.`);
  return {
    name,
    title,
    data,
    products,
    ...(Object.keys(read).length > 0 ? { reported: read } : {}),
    stages: staged.stages,
    sources: mergedSources([parameters.sources, ...[inherited, ...others].map((facts) => facts?.sources ?? [])]),
    lineage: [...start.lineage, ...staged.lineage],
    facts: { ...(inherited?.facts ?? {}), ...read, ...staged.facts },
    ...extentOf(staged.data),
    cautions: [...new Set(cautions)].sort(),
  } satisfies NodeFacts;
};
