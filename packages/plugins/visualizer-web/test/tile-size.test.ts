import { listTiles, type RunProduct, selectTiles } from "@geoanomaly/core";
import { sampleRunProduct } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { tileSizeOf } from "../src/tile-size.js";

const SPACING = 0.1;
const { tileStatistics: sample } = sampleRunProduct();
const statistics = Object.values(sample)[0]!;

/** What a run of these tiles says of itself if data fill them. */
function run(tileIds: readonly string[], tileSize: number): Pick<RunProduct, "tileIds" | "tileStatistics"> {
  const count = Math.round(tileSize / SPACING) ** 2;
  return { tileIds, tileStatistics: Object.fromEntries(tileIds.map((id) => [`${id}_fused`, { ...statistics, count }])) };
}
const ids = (tiles: readonly { readonly id: string }[]) => tiles.map(({ id }) => id);

describe("tileSizeOf", () => {
  it.each([1, 2, 3, 5, 6, 9, 10, 15, 18, 30, 45, 90])("knows the size of all tiles of the globe: %d degrees", (size) => {
    expect(tileSizeOf(run(ids(listTiles(size)), size), SPACING)).toBe(size);
  });

  it.each([5, 10, 15, 30])("knows it from the tiles of a region: %d degrees", (size) => {
    const tiles = selectTiles({ bounds: { west: -20, south: 30, east: 60, north: 70 } }, size);
    expect(tileSizeOf(run(ids(tiles), size), SPACING)).toBe(size);
  });

  it("tells a single tile of 10 degrees from one of 30 with the same corner", () => {
    expect(tileSizeOf(run(["t_N30_E120"], 10), SPACING)).toBe(10);
    expect(tileSizeOf(run(["t_N30_E120"], 30), SPACING)).toBe(30);
  });
});
