import type { CommitRecord } from "../contracts/task.js";
import { parseTileId } from "../geo/tiles.js";
import type { PreparedLayer } from "../pipeline/layer-plan.js";
import type { CatalogueParameters } from "../pipeline/tasks/catalogue.js";
import type { TileFacts } from "../pipeline/tasks/tile.js";
import { licenceOf, scientificCitation } from "./citation.js";
import { COLLECTION_ID, STAC_VERSION } from "./stac-item.js";

/** STAC catalogue and collection of what a run has published, with a link to every sidecar. */
export function stacCatalogue(
  { title, tiles, tileSize, layers }: CatalogueParameters,
  records: ReadonlyMap<string, CommitRecord>,
): readonly { readonly path: string; readonly content: Record<string, unknown> }[] {
  const sources = layers.flatMap((layer) => (records.get(`prepare:${layer}`)?.facts as PreparedLayer | undefined)?.sources ?? []);
  const synthetic = sources.some((source) => source.synthetic === true);
  const items: Record<string, unknown>[] = [];
  const boxes: number[][] = [];
  for (const tileId of tiles) {
    const facts = records.get(`tile:${tileId}`)?.facts as TileFacts | undefined;
    if (facts === undefined) continue;
    const { west, south, east, north } = parseTileId(tileId, tileSize).bounds;
    boxes.push([west, south, east, north]);
    for (const layer of Object.keys(facts.statistics)) {
      items.push({ rel: "item", href: `../metadata/${tileId}_${layer}.json`, type: "application/geo+json" });
    }
  }
  const extreme = (index: number, pick: (...values: number[]) => number) => pick(...boxes.map((box) => box[index] ?? 0));
  const bbox =
    boxes.length === 0 ? [-180, -90, 180, 90] : [extreme(0, Math.min), extreme(1, Math.min), extreme(2, Math.max), extreme(3, Math.max)];
  const description = `${synthetic ? "SYNTHETIC: made-up input data, for demonstration only. " : ""}Anomaly layers and their robust fusion on the global grid, one item per tile and layer.`;
  const collection = {
    type: "Collection",
    stac_version: STAC_VERSION,
    stac_extensions: ["https://stac-extensions.github.io/scientific/v1.0.0/schema.json"],
    id: COLLECTION_ID,
    title,
    description,
    license: licenceOf(sources),
    ...scientificCitation(sources),
    extent: { spatial: { bbox: [bbox] }, temporal: { interval: [["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]] } },
    links: [
      { rel: "root", href: "./catalog.json", type: "application/json" },
      { rel: "parent", href: "./catalog.json", type: "application/json" },
      ...items,
    ],
  };
  const catalog = {
    type: "Catalog",
    stac_version: STAC_VERSION,
    id: "geoanomalymapper",
    title,
    description,
    links: [
      { rel: "root", href: "./catalog.json", type: "application/json" },
      { rel: "child", href: "./collection.json", type: "application/json", title },
    ],
  };
  return [
    { path: "stac/catalog.json", content: catalog },
    { path: "stac/collection.json", content: collection },
  ];
}
