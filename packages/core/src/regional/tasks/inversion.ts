import type { PluginContext } from "../../contracts/context.js";
import type { Grid, GridGeometry } from "../../contracts/grid.js";
import type { InversionData, InversionRequest, InversionResult, InversionStep } from "../../contracts/inverter.js";
import type { MainField } from "../../contracts/main-field.js";
import type { RawData } from "../../contracts/raw-data.js";
import { InvalidConfigurationError } from "../../errors.js";
import { headerOf } from "../../geo/grid-geometry.js";
import { lineageLine } from "../../pipeline/lineage-line.js";
import { pluginContext, type TaskImplementation, type TaskRun } from "../../pipeline/task-run.js";
import { dataOfKind } from "../check-data.js";
import { Checkpoint } from "../checkpoint.js";
import { inversionReadings } from "../inversion-data.js";
import type { InversionFacts, StoredData } from "../regional-facts.js";
import { keepData, mergedSources, nodeFacts, openReference } from "./node-data.js";

/** Parameters of `inversion:<name>`. */
export interface InversionParameters {
  readonly name: string;
  readonly title: string;
  readonly inverter: { readonly id: string; readonly version: string; readonly package: string };
  readonly data: readonly { readonly from: string; readonly field: "gravity" | "magnetic" }[];
  readonly mainField?: MainField;
  readonly topography?: string;
  readonly mesh?: string;
  readonly reference?: string;
  readonly starting?: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly crs: string;
  readonly memoryMegabytes: number;
  readonly kernels: string;
}

async function required(run: TaskRun, reference: string): Promise<RawData> {
  const data = await openReference(run, reference);
  if (!data) throw new InvalidConfigurationError(run.task.id, reference, "a node that was made", "none");
  return data;
}

async function topographyGrid(run: TaskRun, reference: string): Promise<Grid> {
  const { grid } = dataOfKind(await required(run, reference), "grid", `topography ${reference}`);
  return { ...headerOf(grid), values: await grid.read(0, grid.rows, run.signal) };
}

/** The main field of the configuration, or what reader or stages of the survey found. */
function mainFieldOf(run: TaskRun, { mainField, name }: InversionParameters, from: string): MainField {
  const found = mainField ?? (nodeFacts(run, from)?.facts.mainField as MainField | undefined);
  if (found) return found;
  throw new InvalidConfigurationError(
    run.task.id,
    `inversions.${name}.mainField`,
    "inclination, declination and intensity",
    `nothing, and the data of ${from} do not say`,
    "The stage main-field-removal reports them",
  );
}

async function requestOf(run: TaskRun, parameters: InversionParameters): Promise<InversionRequest> {
  const { topography: ground, mesh, reference, starting, options, memoryMegabytes, crs } = parameters;
  const topography = ground === undefined ? undefined : await topographyGrid(run, ground);
  const data: InversionData[] = [];
  for (const { from, field } of parameters.data) {
    const points = await inversionReadings(await required(run, from), from, crs, topography, run.signal);
    data.push({ name: from, field, points, ...(field === "magnetic" ? { mainField: mainFieldOf(run, parameters, from) } : {}) });
  }
  return {
    data,
    options,
    memoryBytes: memoryMegabytes * 1e6,
    ...(topography ? { topography } : {}),
    ...(mesh === undefined ? {} : { mesh: dataOfKind(await required(run, mesh), "mesh", `mesh ${mesh}`).mesh }),
    ...(reference === undefined ? {} : { referenceModel: dataOfKind(await required(run, reference), "model", reference).model }),
    ...(starting === undefined ? {} : { startingModel: dataOfKind(await required(run, starting), "model", starting).model }),
  };
}

/** Follows the iterations to the result, keeping the state of each so that an interrupted run goes on where it was. */
async function iterate(run: TaskRun, parameters: InversionParameters, request: InversionRequest, context: PluginContext) {
  const inverter = await run.host.plugins.load("inverter", parameters.inverter.id);
  const checkpoint = new Checkpoint(run.folder, run.task);
  const { state, steps } = await checkpoint.read();
  const iterations = inverter.invert(state ? { ...request, resumeFrom: state } : request, context);
  const kept: Omit<InversionStep, "checkpoint" | "durationMs">[] = [...steps];
  const last = steps.at(-1);
  if (state && last) {
    const { iteration, phase } = last;
    context.logger.log("info", `${run.task.id} goes on after ${phase} ${iteration}`, { iteration, phase });
  }
  for (;;) {
    run.signal.throwIfAborted();
    const next: IteratorResult<InversionStep, InversionResult> = await iterations.next();
    if (next.done) return { result: next.value, steps: kept };
    const { checkpoint: save, durationMs, ...step } = next.value;
    // A resumed inverter may say again where it stands.
    if (!kept.some(({ iteration, phase }) => iteration === step.iteration && phase === step.phase)) kept.push(step);
    await checkpoint.write(save(), kept);
    run.progress(Number.NaN);
    const misfit = Object.entries(step.misfit).map(([name, value]) => `${name} ${value.toPrecision(4)}`);
    context.logger.log("info", `${run.task.id}: ${step.phase} ${step.iteration}, chi2/N ${misfit.join(", ")}`, {
      duration_ms: Math.round(durationMs),
      iteration: step.iteration,
      phase: step.phase,
      misfit: step.misfit,
    });
  }
}

/** Task kind `inversion`. Its state after each iteration lies beside the commit records, not among the outputs, until it is committed. */
export const inversion: TaskImplementation = async (run) => {
  const parameters = run.task.parameters as unknown as InversionParameters;
  const { name, title, inverter } = parameters;
  const request = await requestOf(run, parameters);
  const context: PluginContext = { ...pluginContext(run, {} as GridGeometry), memoryBytes: parameters.memoryMegabytes * 1e6 };
  const { result, steps } = await iterate(run, parameters, request, context);
  const models: Record<string, StoredData> = {};
  for (const [property, model] of Object.entries(result.models)) {
    models[property] = await keepData(run, `${name}.${property}`, { kind: "model", model });
  }
  const data: InversionFacts["data"][number][] = [];
  for (const { name: from, field, points } of request.data) {
    const values = result.predicted[from] ?? new Float64Array(points.values.length).fill(Number.NaN);
    data.push({
      name: from,
      field,
      observed: await keepData(run, `${name}-${from}-observed`, { kind: "points", points }),
      predicted: await keepData(run, `${name}-${from}-predicted`, { kind: "points", points: { ...points, values } }),
    });
  }
  const inherited = parameters.data.flatMap(({ from }) => nodeFacts(run, from) ?? []);
  const cautions = inherited.flatMap((facts) => facts.cautions);
  if (result.operator.degraded !== undefined) cautions.push(`Coarser than asked: ${result.operator.degraded}.`);
  return {
    name,
    title,
    stopped: result.stopped,
    models,
    data,
    steps,
    operator: { ...result.operator },
    ...(result.mainField ? { mainField: result.mainField } : {}),
    ...(result.uncertaintyMethod === undefined ? {} : { uncertaintyMethod: result.uncertaintyMethod }),
    facts: result.facts,
    sources: mergedSources(inherited.map((facts) => facts.sources)),
    lineage: [
      ...inherited.flatMap((facts) => facts.lineage),
      lineageLine(`${inverter.id}@${inverter.version} of=${parameters.data.map(({ from }) => from).join("+")}`, parameters.options),
    ],
    cautions: [...new Set(cautions)].sort(),
  } satisfies InversionFacts;
};
