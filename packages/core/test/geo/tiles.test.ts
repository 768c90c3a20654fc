import {
  globalGrid,
  gridBounds,
  InvalidConfigurationError,
  listTiles,
  parseTileId,
  rowCoordinates,
  selectTiles,
  tileId,
  tileWindow,
} from "@geoanomaly/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

describe("tile ids", () => {
  it("name the south-west corner; zero is N00 and E000", () => {
    expect(parseTileId("t_N30_E120").bounds).toEqual({ west: 120, south: 30, east: 130, north: 40 });
    expect(parseTileId("t_S10_W170").bounds).toEqual({ west: -170, south: -10, east: -160, north: 0 });
    expect(tileId(0, 0)).toBe("t_N00_E000");
    expect(tileId(-90, -180)).toBe("t_S90_W180");
  });

  it.each([
    "t_N90_E000",
    "t_S00_E000",
    "t_N00_W000",
    "t_N00_E180",
    "t_N05_E000",
    "t_N3_E120",
    "N30_E120",
    "t_N30_E120.tif",
    "../t_N30_E120",
  ])("refuse %s", (id) => expect(() => parseTileId(id)).toThrow("t_N30_E120"));

  it("are 648 of 10 degrees, row-major from the north-west, and each parses to itself", () => {
    const tiles = listTiles();
    expect(tiles).toHaveLength(648);
    expect(tiles[0]?.id).toBe("t_N80_W180");
    expect(tiles[35]?.id).toBe("t_N80_E170");
    expect(tiles[36]?.id).toBe("t_N70_W180");
    expect(tiles[647]?.id).toBe("t_S90_E170");
    for (const tile of tiles) expect(parseTileId(tile.id)).toEqual(tile);
    expect(new Set(tiles.map(({ id }) => id)).size).toBe(648);
  });

  it("cover the globe once for every tile size that divides 90", () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 5, 6, 9, 10, 15, 18, 30, 45, 90), (size) => {
        const area = listTiles(size).reduce((sum, { bounds }) => sum + (bounds.east - bounds.west) * (bounds.north - bounds.south), 0);
        expect(area).toBe(360 * 180);
      }),
    );
  });
});

describe("selectTiles", () => {
  const ids = (selection: Parameters<typeof selectTiles>[0]) => selectTiles(selection).map(({ id }) => id);

  it("takes all without a wish", () => expect(ids({})).toHaveLength(648));
  it("takes globs, and leaves out others", () => {
    expect(ids({ include: ["t_N30_*"] })).toHaveLength(36);
    expect(ids({ include: ["t_N30_*", "t_S10_E000"], exclude: ["t_*_W*"] })).toHaveLength(19);
    expect(ids({ include: ["t_{N00,S10}_E00?"] })).toEqual(["t_N00_E000", "t_S10_E000"]);
  });
  it("takes the tiles that overlap bounds, on both sides of the antimeridian", () => {
    expect(ids({ bounds: { west: 0, south: 0, east: 20, north: 10 } })).toEqual(["t_N00_E000", "t_N00_E010"]);
    expect(ids({ bounds: { west: 175, south: -5, east: -175, north: 5 } })).toEqual([
      "t_N00_W180",
      "t_N00_E170",
      "t_S10_W180",
      "t_S10_E170",
    ]);
  });
  it("refuses a glob that matches nothing, and a selection of nothing", () => {
    expect(() => ids({ include: ["t_N35_E000"] })).toThrow(InvalidConfigurationError);
    expect(() => ids({ include: ["t_N30_E000"], exclude: ["t_*"] })).toThrow("at least one tile");
  });
});

describe("the global grid", () => {
  it("is 1800 x 3600 for 0.1 degree, with the mission's geotransform", () => {
    const grid = globalGrid(0.1);
    expect(grid).toEqual({ rows: 1800, cols: 3600, transform: [0.1, 0, -180, 0, -0.1, 90], registration: "area", crs: "EPSG:4326" });
    expect(globalGrid(0.05).cols).toBe(7200);
    expect(() => globalGrid(0.7)).toThrow(InvalidConfigurationError);
  });

  it("places every tile by exact corners, and the tiles' windows cover every cell once", () => {
    const covered = new Uint8Array(1800 * 3600);
    for (const tile of listTiles()) {
      const { firstRow, firstCol, geometry } = tileWindow(tile);
      expect([geometry.transform[2], geometry.transform[5]]).toEqual([tile.bounds.west, tile.bounds.north]);
      expect([geometry.rows, geometry.cols]).toEqual([100, 100]);
      for (let row = 0; row < 100; row++) {
        const start = (firstRow + row) * 3600 + firstCol;
        for (let cell = start; cell < start + 100; cell++) covered[cell]!++;
      }
    }
    expect(covered.every((count) => count === 1)).toBe(true);
  });

  it("has its bounds at the globe's and its samples at cell centres", () => {
    expect(gridBounds(globalGrid(10))).toEqual({ west: -180, south: -90, east: 180, north: 90 });
    expect([...rowCoordinates(globalGrid(60))]).toEqual([60, 0, -60]);
  });
});
