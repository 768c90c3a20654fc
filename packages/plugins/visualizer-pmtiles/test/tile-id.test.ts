import { tileIdToZxy, zxyToTileId } from "pmtiles";
import { describe, expect, it } from "vitest";
import { firstTileId, tileIdOf, tileOf } from "../src/archive/tile-id.js";

describe("tile ids", () => {
  it("follow the specification's table", () => {
    // PMTiles 3.4, section 4.1.1
    expect([tileIdOf(0, 0, 0), tileIdOf(1, 0, 0), tileIdOf(1, 0, 1), tileIdOf(1, 1, 1), tileIdOf(1, 1, 0), tileIdOf(2, 0, 0)]).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
    expect(tileIdOf(12, 3423, 1763)).toBe(19078479);
  });

  it("are those of the pmtiles package for all tiles up to zoom 6", () => {
    for (let zoom = 0; zoom <= 6; zoom++) {
      for (let y = 0; y < 2 ** zoom; y++) {
        for (let x = 0; x < 2 ** zoom; x++) expect(tileIdOf(zoom, x, y)).toBe(zxyToTileId(zoom, x, y));
      }
    }
  });

  it("are undone by tileOf", () => {
    for (let id = 0; id < firstTileId(7); id++) {
      const { zoom, x, y } = tileOf(id);
      expect([zoom, x, y]).toEqual(tileIdToZxy(id));
    }
  });
});
