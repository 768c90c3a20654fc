import type { RawData } from "../../contracts/raw-data.js";
import { UnreadableInputError } from "../../errors.js";
import type { SourceIdentity } from "../../pipeline/layer-plan.js";
import { statisticsJson } from "../../pipeline/statistics-json.js";
import { factsOf, type TaskRun } from "../../pipeline/task-run.js";
import { workPath } from "../../pipeline/work-grid.js";
import { dataStatistics } from "../data-statistics.js";
import { nodeOf, partOf } from "../node-references.js";
import type { InversionFacts, NodeFacts, StoredData } from "../regional-facts.js";
import { restoreData, storeData } from "../stored-data.js";

/** Id of the task that makes a node; its kind is not part of a reference, so it is looked for. */
function recordOf(run: TaskRun, name: string): NodeFacts | InversionFacts | undefined {
  for (const kind of ["survey", "layer", "inversion", "detection"]) {
    const facts = factsOf<NodeFacts | InversionFacts>(run, `${kind}:${name}`);
    if (facts) return facts;
  }
  return undefined;
}

/** What a node, or a part of one, left; undefined if the node could not be made. @throws UnreadableInputError for a part it does not have. */
export function storedOf(run: TaskRun, reference: string): StoredData | undefined {
  const facts = recordOf(run, nodeOf(reference));
  if (!facts) return undefined;
  const part = partOf(reference);
  const parts = "models" in facts ? facts.models : facts.products;
  if (part === undefined && "data" in facts && !("models" in facts)) return facts.data;
  const found = part === undefined ? undefined : parts[part];
  if (!found) {
    const known = Object.keys(parts).map((name) => `${nodeOf(reference)}.${name}`);
    throw new UnreadableInputError(reference, `no such part; there are ${known.join(", ") || "none"}`);
  }
  return found;
}

/** Facts of the node a reference points to. */
export const nodeFacts = (run: TaskRun, reference: string): NodeFacts | InversionFacts | undefined => recordOf(run, nodeOf(reference));

export async function openStored(run: TaskRun, { path }: StoredData): Promise<RawData> {
  return restoreData(await run.folder.read(path), path);
}

/** Opens what a reference names; undefined if it could not be made. */
export async function openReference(run: TaskRun, reference: string): Promise<RawData | undefined> {
  const stored = storedOf(run, reference);
  return stored && openStored(run, stored);
}

/** Leaves data for later tasks. */
export async function keepData(run: TaskRun, what: string, data: RawData): Promise<StoredData> {
  const path = workPath(run.task, what);
  await storeData(run.outputs, path, data, run.signal);
  const statistics = await dataStatistics(data, run.host.kernels, { signal: run.signal, threads: run.threads });
  return { kind: data.kind, path, ...(statistics ? { statistics: statisticsJson(statistics) } : {}) };
}

/** Sources of several nodes, each file once, in order of name. */
export function mergedSources(all: readonly (readonly SourceIdentity[])[]): SourceIdentity[] {
  const bySum = new Map(all.flat().map((source) => [`${source.filename}\0${source.sha256}`, source]));
  return [...bySum.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
}
