import type { FileSystem } from "../pipeline/file-system.js";
import { OutputFolder } from "../pipeline/output-folder.js";
import { readManifest } from "./read-manifest.js";

/** Numbers of a sidecar that are compared. */
const STATISTICS = ["count", "min", "max", "mean", "std", "median", "mad", "p5", "p95"] as const;
type Statistic = (typeof STATISTICS)[number];

/** How two runs differ. */
export interface RunDifference {
  /** Neither a product nor the set of products differs. */
  readonly equal: boolean;
  /** Do both come from the same plan: same inputs, parameters and versions? */
  readonly samePlan: boolean;
  readonly equalProducts: number;
  readonly onlyInFirst: readonly string[];
  readonly onlyInSecond: readonly string[];
  /** Paths of products with other bytes. */
  readonly different: readonly string[];
  /** Largest absolute difference of each statistic over the tiles of a layer whose sidecars differ, by layer. */
  readonly statistics: Readonly<Record<string, Partial<Record<Statistic, number>>>>;
  /** Tasks with another hash, i.e. made from other inputs or parameters. */
  readonly differentTasks: readonly string[];
}

type Sidecar = { readonly properties: { readonly layer: string } & Readonly<Record<Statistic, number | null>> };

async function readSidecar(folder: OutputFolder, path: string): Promise<Sidecar["properties"]> {
  return (JSON.parse(new TextDecoder().decode(await folder.read(path))) as Sidecar).properties;
}

/** NaN where one has a number and the other has not. */
const difference = (a: number | null, b: number | null): number =>
  a === null && b === null ? 0 : Math.abs((a ?? Number.NaN) - (b ?? Number.NaN));

/**
 * Compares two output folders by their manifests, product by product.
 * @throws IntegrityError if one has no manifest; ResourceError if a sidecar that differs cannot be read.
 */
export async function diffRuns(first: string, second: string, fileSystem: FileSystem): Promise<RunDifference> {
  const folders = [new OutputFolder(first, fileSystem), new OutputFolder(second, fileSystem)] as const;
  const [a, b] = [await readManifest(folders[0]), await readManifest(folders[1])];
  const productsOf = ({ products }: typeof a) => new Map(products.map(({ path, sha256 }) => [path, sha256]));
  const [inA, inB] = [productsOf(a), productsOf(b)];
  const different = [...inA].filter(([path, sha256]) => inB.has(path) && inB.get(path) !== sha256).map(([path]) => path);
  const statistics: Record<string, Partial<Record<Statistic, number>>> = {};
  for (const path of different.filter((path) => path.startsWith("metadata/") && path.endsWith(".json"))) {
    const [one, other] = [await readSidecar(folders[0], path), await readSidecar(folders[1], path)];
    statistics[one.layer] ??= {};
    const largest = statistics[one.layer] as Partial<Record<Statistic, number>>;
    for (const key of STATISTICS) {
      const found = difference(one[key], other[key]);
      const before = largest[key] ?? 0;
      largest[key] = Number.isNaN(found) || Number.isNaN(before) ? Number.NaN : Math.max(before, found);
    }
  }
  const onlyInFirst = [...inA.keys()].filter((path) => !inB.has(path));
  const onlyInSecond = [...inB.keys()].filter((path) => !inA.has(path));
  return {
    equal: different.length + onlyInFirst.length + onlyInSecond.length === 0,
    samePlan: a.plan === b.plan,
    equalProducts: [...inA].filter(([path, sha256]) => inB.get(path) === sha256).length,
    onlyInFirst,
    onlyInSecond,
    different,
    statistics,
    differentTasks: Object.keys(a.tasks).filter((id) => b.tasks[id] !== undefined && b.tasks[id] !== a.tasks[id]),
  };
}
