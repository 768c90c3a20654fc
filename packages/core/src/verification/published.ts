import type { SourceFile } from "../contracts/modality.js";
import type { CommitRecord } from "../contracts/task.js";
import type { Finding } from "../contracts/visualizer.js";
import type { FusedLayer, NormalisedLayer, PreparedLayer } from "../pipeline/layer-plan.js";
import type { TileFacts } from "../pipeline/tasks/tile.js";
import type { VisualiseFacts } from "../pipeline/tasks/visualise.js";
import type { Product } from "../provenance/stac-item.js";

export type PublishedProduct = Product & { readonly visualizer: string; readonly tileId?: string };

/** What a run has published, as its commit records tell. */
export interface Published {
  readonly spacing: number;
  readonly tileSize: number;
  readonly normalization: string;
  readonly prepared: ReadonlyMap<string, PreparedLayer>;
  readonly normalised: ReadonlyMap<string, NormalisedLayer>;
  readonly fused: FusedLayer;
  readonly tiles: ReadonlyMap<string, TileFacts>;
  readonly products: readonly PublishedProduct[];
  /** Input files as they lie on this machine, by layer; a layer may be absent where they are not at hand. */
  readonly sources: Readonly<Record<string, readonly SourceFile[]>>;
}

/** What one checkpoint found, and what it looked at. */
export interface CheckpointResult {
  readonly checkpoint: string;
  readonly findings: readonly Finding[];
  readonly facts: Readonly<Record<string, unknown>>;
}

/** @param records By task id. @throws TypeError if there is no record of `fuse`, without which nothing is published. */
export function publishedFrom(
  records: ReadonlyMap<string, CommitRecord>,
  grid: Pick<Published, "spacing" | "tileSize" | "normalization" | "sources">,
): Published {
  const prepared = new Map<string, PreparedLayer>();
  const normalised = new Map<string, NormalisedLayer>();
  const tiles = new Map<string, TileFacts>();
  const products: PublishedProduct[] = [];
  for (const [id, { facts }] of records) {
    const [kind, name = ""] = id.split(":");
    if (kind === "prepare") prepared.set(name, facts as unknown as PreparedLayer);
    else if (kind === "normalise") normalised.set(name, facts as unknown as NormalisedLayer);
    else if (kind === "tile") {
      const tile = facts as unknown as TileFacts;
      tiles.set(name, tile);
      products.push(...tile.products.map((product) => ({ ...product, tileId: name })));
    } else if ("products" in facts) {
      products.push(...(facts as unknown as VisualiseFacts).products);
    }
  }
  const fused = records.get("fuse");
  if (fused === undefined) throw new TypeError("nothing was fused");
  return { ...grid, prepared, normalised, fused: fused.facts as unknown as FusedLayer, tiles, products };
}
