import type { SourceFile } from "../contracts/modality.js";
import type { SourceRecord } from "../contracts/source-record.js";
import type { CommitRecord, TaskGraph } from "../contracts/task.js";
import { canonicalJson, sha256 } from "../pipeline/canonical-json.js";
import type { RegionalCatalogueParameters } from "../regional/tasks/regional-catalogue.js";
import { asProduct } from "./product-index.js";
import type { RunManifest } from "./run-manifest.js";

/** The manifest of a regional run: from what, with what and how it was made, and every product with its checksum. JSON. */
export interface RegionalManifest
  extends Pick<
    RunManifest,
    "version" | "name" | "title" | "plan" | "software" | "configuration" | "synthetic" | "missing" | "tasks" | "products"
  > {
  readonly manifest: "geoanomalymapper-regional-run";
  readonly crs: string;
  readonly visualizers: readonly string[];
  readonly inputs: readonly (SourceRecord & { readonly survey: string })[];
  /** How each survey, layer, inversion and detection came about, by task id. */
  readonly lineage: Readonly<Record<string, readonly string[]>>;
  /** Sentences every product carries, e.g. that it is coarser than asked; each once, in order. */
  readonly cautions: readonly string[];
}

/** @param records Of all tasks the catalogue builds on, by id. */
export function regionalManifest(
  { name, title, crs, nodes, visualizers, configuration, software }: RegionalCatalogueParameters,
  graph: TaskGraph,
  records: ReadonlyMap<string, CommitRecord>,
  sources: Readonly<Record<string, readonly SourceFile[]>>,
): RegionalManifest {
  const inputs = Object.keys(sources)
    .sort()
    .flatMap((survey) => (sources[survey] ?? []).map(({ record }) => ({ survey, ...record })));
  const committed = graph.tasks.filter(({ id }) => records.has(id));
  return {
    manifest: "geoanomalymapper-regional-run",
    version: 1,
    name,
    title,
    plan: sha256(canonicalJson(graph.tasks.map(({ hash }) => hash))),
    software,
    crs,
    visualizers,
    configuration,
    synthetic: inputs.some(({ synthetic }) => synthetic === true),
    inputs,
    lineage: Object.fromEntries(
      nodes.filter((id) => records.has(id)).map((id) => [id, (records.get(id)?.facts.lineage ?? []) as string[]]),
    ),
    cautions: [...new Set(nodes.flatMap((id) => (records.get(id)?.facts.cautions ?? []) as string[]))].sort(),
    missing: graph.tasks.map(({ id }) => id).filter((id) => id !== "catalogue" && !records.has(id)),
    tasks: Object.fromEntries(committed.map(({ id, hash }) => [id, hash])),
    products: committed.flatMap(({ id }) => {
      const record = records.get(id);
      return (record?.outputs ?? [])
        .filter(({ path }) => !path.startsWith("state/work/"))
        .map((output) => ({ ...output, task: id, ...asProduct(record, output.path) }));
    }),
  };
}
