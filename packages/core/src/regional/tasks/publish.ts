import type { Grid, GridGeometry } from "../../contracts/grid.js";
import type { InversionData, InversionEnd, OperatorPlan } from "../../contracts/inverter.js";
import type { GridStatistics } from "../../contracts/kernels.js";
import type { RegionLayer, RegionProduct, StageRecord, SurveyProduct } from "../../contracts/region-product.js";
import type { ProducedFile } from "../../contracts/visualizer.js";
import { IntegrityError } from "../../errors.js";
import { headerOf } from "../../geo/grid-geometry.js";
import { FUNCTIONAL_NAMES } from "../../geo/quantity-names.js";
import { type StatisticsJson, statisticsFrom } from "../../pipeline/statistics-json.js";
import { factsOf, pluginContext, type TaskImplementation, type TaskRun } from "../../pipeline/task-run.js";
import { productsOf } from "../../pipeline/tasks/products.js";
import { asRecords, type PlannedVisualizer } from "../../pipeline/tasks/tile.js";
import type { Product } from "../../provenance/stac-item.js";
import { dataOfKind } from "../check-data.js";
import type { InversionFacts, NodeFacts, StageFacts, StoredData } from "../regional-facts.js";
import type { InversionParameters } from "./inversion.js";
import { mergedSources, openStored } from "./node-data.js";

/** Parameters of `publish:<visualizer>`. */
export interface PublishParameters {
  readonly visualizer: PlannedVisualizer;
  readonly name: string;
  readonly title: string;
  readonly crs: RegionProduct["crs"];
  /** Task ids of what is published, by kind, in the order of the configuration. */
  readonly surveys: readonly string[];
  readonly layers: readonly string[];
  readonly inversions: readonly string[];
  readonly detections: readonly string[];
  /** Task ids of visualizers whose files it gathers. */
  readonly gathers: readonly string[];
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly software: Readonly<Record<string, string>>;
  readonly kernels: string;
}

/** Facts of `publish:<visualizer>`. */
export interface PublishFacts {
  readonly products: readonly Product[];
}

const NO_STATISTICS: GridStatistics = {
  count: 0,
  min: Number.NaN,
  max: Number.NaN,
  mean: Number.NaN,
  std: Number.NaN,
  median: Number.NaN,
  mad: Number.NaN,
  p5: Number.NaN,
  p95: Number.NaN,
};

const statisticsOf = (json: StatisticsJson | undefined): GridStatistics => (json ? statisticsFrom(json) : NO_STATISTICS);

/** What the manifest of a stage's package says of it. */
function documentationOf(run: TaskRun, stage: string): Pick<StageRecord, "documentation"> {
  const summary = run.host.plugins.list("stage").find(({ id }) => id === stage)?.summary;
  return summary === undefined ? {} : { documentation: summary };
}

const stageRecord =
  (run: TaskRun) =>
  ({ before, after, ...rest }: StageFacts): StageRecord => ({
    ...rest,
    ...documentationOf(run, rest.stage),
    ...(before ? { before: statisticsFrom(before) } : {}),
    ...(after ? { after: statisticsFrom(after) } : {}),
  });

/** Nodes that were made, in order; the others failed, and the run goes on without them. */
const present = <T>(run: TaskRun, ids: readonly string[]): T[] => ids.flatMap((id) => factsOf<T>(run, id) ?? []);

type Described = Pick<NodeFacts, "title" | "sources" | "lineage" | "stages" | "reported">;

async function gridLayer(
  run: TaskRun,
  name: string,
  stored: StoredData,
  { title, sources, lineage, stages }: Described,
): Promise<RegionLayer> {
  const { grid } = dataOfKind(await openStored(run, stored), "grid", name);
  const values = await grid.read(0, grid.rows, run.signal);
  const uncertainty = await grid.readUncertainty?.(0, grid.rows, run.signal);
  const whole: Grid = { ...headerOf(grid), values, ...(uncertainty ? { uncertainty } : {}) };
  return {
    layer: name,
    title,
    grid: whole,
    // Of the samples as products hold them, in single precision.
    statistics: await run.host.kernels.statistics(values, { signal: run.signal, threads: run.threads }),
    sources: asRecords(sources),
    lineage,
    stages: stages.map(stageRecord(run)),
  };
}

async function readings(
  run: TaskRun,
  name: string,
  stored: StoredData,
  { title, sources, lineage, stages, reported }: Described,
): Promise<SurveyProduct> {
  const { points } = dataOfKind(await openStored(run, stored), "points", name);
  return {
    name,
    title,
    points,
    statistics: statisticsOf(stored.statistics),
    ...(reported ? { reported } : {}),
    stages: stages.map(stageRecord(run)),
    sources: asRecords(sources),
    lineage,
  };
}

interface Part extends Described {
  readonly name: string;
  readonly stored: StoredData;
}

/** The result of a node, and what its stages made beside it: each with the steps that led to it and no later ones. */
function partsOf(node: NodeFacts): Part[] {
  const before = node.lineage.length - node.stages.length;
  const products = Object.entries(node.products).map(([part, { steps, ...stored }]) => ({
    ...node,
    name: `${node.name}.${part}`,
    title: `${node.title}: ${part.replaceAll("-", " ")}`,
    stored,
    stages: node.stages.slice(0, steps),
    lineage: node.lineage.slice(0, before + steps),
  }));
  return [{ ...node, stored: node.data }, ...products];
}

/** Results and by-products of nodes, those that are readings and those that are grids. */
async function nodeProducts(run: TaskRun, nodes: readonly NodeFacts[]): Promise<{ surveys: SurveyProduct[]; layers: RegionLayer[] }> {
  const surveys: SurveyProduct[] = [];
  const layers: RegionLayer[] = [];
  for (const part of nodes.flatMap(partsOf)) {
    if (part.stored.kind === "grid") layers.push(await gridLayer(run, part.name, part.stored, part));
    if (part.stored.kind === "points") surveys.push(await readings(run, part.name, part.stored, part));
  }
  return { surveys, layers };
}

/** Inverter and options as the plan has them. */
function askedOf(run: TaskRun, name: string): Pick<RegionProduct["inversions"][number], "inverter" | "options"> {
  const task = run.graph.tasks.find(({ id }) => id === `inversion:${name}`);
  if (!task) throw new IntegrityError(`${run.task.id}: no task inversion:${name} in the plan`);
  const { inverter, options } = task.parameters as unknown as InversionParameters;
  return { inverter: `${inverter.id}@${inverter.version}`, options };
}

async function inversionProducts(run: TaskRun, all: readonly InversionFacts[]): Promise<Pick<RegionProduct, "models" | "inversions">> {
  const models: RegionProduct["models"][number][] = [];
  const inversions: RegionProduct["inversions"][number][] = [];
  for (const facts of all) {
    const { name, title, sources, lineage, mainField, uncertaintyMethod } = facts;
    for (const [property, stored] of Object.entries(facts.models)) {
      const { model } = dataOfKind(await openStored(run, stored), "model", `${name}.${property}`);
      const label = `${title}: ${FUNCTIONAL_NAMES[model.quantity.functional].toLowerCase()}`;
      models.push({ name: `${name}.${property}`, inversion: name, property, title: label, model, sources: asRecords(sources), lineage });
    }
    const data: (InversionData & { readonly predicted: Float64Array })[] = [];
    for (const { name: from, field, observed, predicted } of facts.data) {
      const { points } = dataOfKind(await openStored(run, observed), "points", from);
      const { points: modelled } = dataOfKind(await openStored(run, predicted), "points", from);
      data.push({ name: from, field, points, predicted: modelled.values, ...(mainField && field === "magnetic" ? { mainField } : {}) });
    }
    inversions.push({
      name,
      ...askedOf(run, name),
      // What the inverter returned, through the commit record.
      stopped: facts.stopped as InversionEnd,
      steps: facts.steps as unknown as RegionProduct["inversions"][number]["steps"],
      operator: facts.operator as unknown as OperatorPlan,
      data,
      ...(mainField ? { mainField } : {}),
      ...(uncertaintyMethod === undefined ? {} : { uncertaintyMethod }),
      facts: facts.facts,
    });
  }
  return { models, inversions };
}

async function detectionProducts(run: TaskRun, all: readonly NodeFacts[]): Promise<RegionProduct["detections"]> {
  const found: RegionProduct["detections"][number][] = [];
  for (const { name, data, sources, lineage, facts, stages } of all) {
    const { anomalies: table } = dataOfKind(await openStored(run, data), "anomalies", name);
    const layers = stages.flatMap(({ inputs }) => Object.values(inputs));
    found.push({ name, layers, table, sources: asRecords(sources), lineage, facts });
  }
  return found;
}

/** Task kind `publish`: all that one visualizer makes of a regional run. */
export const publish: TaskImplementation = async (run) => {
  const parameters = run.task.parameters as unknown as PublishParameters;
  const { visualizer: planned, name, title, crs, configuration, software } = parameters;
  const surveyNodes = present<NodeFacts>(run, parameters.surveys);
  const layerNodes = present<NodeFacts>(run, parameters.layers);
  const inversionNodes = present<InversionFacts>(run, parameters.inversions);
  const detectionNodes = present<NodeFacts>(run, parameters.detections);
  const { surveys, layers } = await nodeProducts(run, [...surveyNodes, ...layerNodes, ...detectionNodes]);
  const everything = [...surveyNodes, ...layerNodes, ...inversionNodes, ...detectionNodes];
  const product: RegionProduct = {
    scope: "region",
    name,
    title,
    crs,
    surveys,
    layers,
    ...(await inversionProducts(run, inversionNodes)),
    detections: await detectionProducts(run, detectionNodes),
    sources: asRecords(mergedSources(everything.map(({ sources }) => sources))),
    configuration,
    files: gathered(run, parameters.gathers),
    software,
    cautions: [...new Set([...missing(run, parameters), ...everything.flatMap(({ cautions }) => cautions)])].sort(),
  };
  const visualizer = await run.host.plugins.load("visualizer", planned.id);
  const files = await visualizer.render(product, run.outputs, planned.options, pluginContext(run, {} as GridGeometry));
  return { products: productsOf(files, run.outputs.outputs, planned.id) } satisfies PublishFacts;
};

/** What the run goes without. */
function missing(run: TaskRun, { surveys, layers, inversions, detections }: PublishParameters): string[] {
  const absent = [...surveys, ...layers, ...inversions, ...detections].filter((id) => !run.records.has(id));
  return absent.map((id) => `Incomplete: ${id.replace(":", " ")} could not be made.`);
}

function gathered(run: TaskRun, tasks: readonly string[]): (ProducedFile & { readonly visualizer: string })[] {
  return tasks
    .flatMap((id) => factsOf<PublishFacts>(run, id)?.products ?? [])
    .map(({ path, mediaType, roles, visualizer }) => ({ path, mediaType, roles, visualizer }));
}
