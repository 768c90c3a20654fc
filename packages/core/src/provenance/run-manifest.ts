import type { SourceFile } from "../contracts/modality.js";
import type { SourceRecord } from "../contracts/source-record.js";
import type { CommitRecord, TaskGraph } from "../contracts/task.js";
import { canonicalJson, sha256 } from "../pipeline/canonical-json.js";
import type { CatalogueParameters } from "../pipeline/tasks/catalogue.js";
import { asProduct } from "./product-index.js";

/** The manifest of a run: from what, with what and how it was made, and every product with its checksum. JSON. */
export interface RunManifest {
  readonly manifest: "geoanomalymapper-run";
  readonly version: 1;
  readonly name: string;
  readonly title: string;
  /** sha256 over the hashes of all tasks. */
  readonly plan: string;
  readonly software: Readonly<Record<string, string>>;
  readonly grid: { readonly spacing: number; readonly tileSize: number; readonly crs: "EPSG:4326" };
  readonly normalization: string;
  readonly visualizers: readonly string[];
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly tiles: readonly string[];
  readonly layers: readonly string[];
  /** True if any input is made up. */
  readonly synthetic: boolean;
  readonly inputs: readonly (SourceRecord & { readonly layer: string })[];
  /** Tasks the run went without. */
  readonly missing: readonly string[];
  /** Hash of each committed task, by id: the names of the commit records. */
  readonly tasks: Readonly<Record<string, string>>;
  readonly products: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly task: string;
    readonly mediaType?: string;
    readonly roles?: readonly string[];
  }[];
}

/** @param records Of all tasks the catalogue builds on, by id. */
export function runManifest(
  parameters: CatalogueParameters,
  graph: TaskGraph,
  records: ReadonlyMap<string, CommitRecord>,
  sources: Readonly<Record<string, readonly SourceFile[]>>,
): RunManifest {
  const inputs = Object.keys(sources)
    .sort()
    .flatMap((layer) => (sources[layer] ?? []).map(({ record }) => ({ layer, ...record })));
  const committed = graph.tasks.filter(({ id }) => records.has(id));
  const products = committed.flatMap(({ id }) => {
    const record = records.get(id);
    return (record?.outputs ?? [])
      .filter(({ path }) => !path.startsWith("state/work/"))
      .map((output) => ({ ...output, task: id, ...asProduct(record, output.path) }));
  });
  return {
    manifest: "geoanomalymapper-run",
    version: 1,
    name: parameters.name,
    title: parameters.title,
    plan: sha256(canonicalJson(graph.tasks.map(({ hash }) => hash))),
    software: parameters.software,
    grid: { spacing: parameters.spacing, tileSize: parameters.tileSize, crs: "EPSG:4326" },
    normalization: parameters.normalization,
    visualizers: parameters.visualizers,
    configuration: parameters.configuration,
    tiles: parameters.tiles,
    layers: parameters.layers,
    synthetic: inputs.some(({ synthetic }) => synthetic === true),
    inputs,
    missing: graph.tasks.map(({ id }) => id).filter((id) => id !== "catalogue" && !records.has(id)),
    tasks: Object.fromEntries(committed.map(({ id, hash }) => [id, hash])),
    products,
  };
}
