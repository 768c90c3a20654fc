import type { PluginContext } from "../contracts/context.js";
import type { GridStatistics } from "../contracts/kernels.js";
import type { RawData } from "../contracts/raw-data.js";
import type { PlannedStage } from "../pipeline/layer-plan.js";
import { lineageLine } from "../pipeline/lineage-line.js";
import { statisticsJson } from "../pipeline/statistics-json.js";
import type { TaskRun } from "../pipeline/task-run.js";
import { checkData } from "./check-data.js";
import { dataStatistics } from "./data-statistics.js";
import type { StageFacts } from "./regional-facts.js";

/** A stage with the nodes it reads beside. */
export interface RegionalStage extends PlannedStage {
  readonly inputs: Readonly<Record<string, string>>;
}

export interface StagedData {
  readonly data: RawData;
  /** What stages made beside, with the number of stages it took. */
  readonly products: Readonly<Record<string, { readonly data: RawData; readonly steps: number }>>;
  readonly stages: readonly StageFacts[];
  readonly lineage: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
}

const json = (statistics: GridStatistics | undefined, key: "before" | "after") =>
  statistics === undefined ? {} : { [key]: statisticsJson(statistics) };

/**
 * Takes data through stages, one after the other, with the checkpoint and the statistics after each.
 * @param inputsOf Opens the nodes a stage reads; one that is not there is left out.
 */
export async function runStages(
  run: TaskRun,
  start: RawData,
  stages: readonly RegionalStage[],
  context: PluginContext,
  inputsOf: (stage: RegionalStage) => Promise<Readonly<Record<string, RawData>>>,
): Promise<StagedData> {
  const kernelRun = { signal: run.signal, threads: run.threads };
  const products: Record<string, StagedData["products"][string]> = {};
  const records: StageFacts[] = [];
  const lineage: string[] = [];
  let facts: Record<string, unknown> = {};
  let data = start;
  let before = await dataStatistics(data, run.host.kernels, kernelRun);
  for (const [index, call] of stages.entries()) {
    run.signal.throwIfAborted();
    const { stage, version, parameters, inputs } = call;
    const plugin = await run.host.plugins.load("stage", stage);
    let reported: Record<string, unknown> = {};
    const started = performance.now();
    const lent: PluginContext = {
      ...context,
      inputs: await inputsOf(call),
      report: (more) => {
        reported = { ...reported, ...more };
      },
      product: (name, product) => {
        checkData(product, call.package, `stage ${stage}, product ${name},`);
        products[name] = { data: product, steps: index + 1 };
      },
    };
    data = await plugin.run(data, parameters, lent);
    checkData(data, call.package, `stage ${stage}`);
    const after = await dataStatistics(data, run.host.kernels, kernelRun);
    records.push({
      stage,
      version,
      package: call.package,
      parameters,
      inputs,
      ...json(before, "before"),
      ...json(after, "after"),
      facts: reported,
    });
    lineage.push(lineageLine(`${stage}@${version}`, { ...parameters, ...inputs }));
    facts = { ...facts, ...reported };
    before = after;
    context.logger.log("info", `${run.task.id}: ${stage}`, { duration_ms: Math.round(performance.now() - started) });
    run.progress((index + 1) / stages.length);
  }
  return { data, products, stages: records, lineage, facts };
}
