import { listTiles, parseTileId, tileId } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import { cellAt } from "../src/page/grid-cell.js";
import { palette } from "../src/page/palette.js";
import { rampColour, ramps } from "../src/page/ramps.js";
import { tileIdAt, wrapLongitude } from "../src/page/tile-id.js";

const GLOBE = { rows: 1800, cols: 3600, west: -180, north: 90, spacing: 0.1 };

describe("tileIdAt", () => {
  it("names tiles as core does, all of them", () => {
    for (const { id, bounds } of listTiles()) {
      expect(tileIdAt(bounds.west + 5, bounds.south + 5, 10)).toBe(id);
      expect(tileIdAt(bounds.west, bounds.south, 10)).toBe(id);
    }
  });

  it("takes any turn of the globe, and both poles", () => {
    expect(tileIdAt(365, 5, 10)).toBe("t_N00_E000");
    expect(tileIdAt(180, 5, 10)).toBe("t_N00_W180");
    expect(tileIdAt(0, 90, 10)).toBe("t_N80_E000");
    expect(parseTileId(tileIdAt(-0.05, -90, 10)).id).toBe(tileId(-90, -10));
  });
});

describe("cellAt", () => {
  it("finds the cell of every cell's centre on the grid of the main job", () => {
    for (let col = 0; col < 3600; col += 7) {
      for (let row = 0; row < 1800; row += 11) {
        expect(cellAt(-180 + (col + 0.5) / 10, 90 - (row + 0.5) / 10, GLOBE)).toMatchObject({ row, col });
      }
    }
  });

  it("keeps a place on an edge in the cell east and south of it, however the edge is rounded", () => {
    expect(cellAt(0.3, 0.3, GLOBE)).toEqual({ row: 897, col: 1803, west: 0.3, south: 0.2, east: 0.4, north: 0.3 });
  });

  it("wraps around the globe, holds both poles, and ends where a regional grid ends", () => {
    expect(cellAt(180, 0, GLOBE)?.col).toBe(0);
    expect(cellAt(-540.05 + 0.1, 0, GLOBE)?.col).toBe(0);
    expect([cellAt(0, 90, GLOBE)?.row, cellAt(0, -90, GLOBE)?.row]).toEqual([0, 1799]);
    const across = { rows: 100, cols: 200, west: 170, north: 10, spacing: 0.1 };
    expect(cellAt(-175.05, 5, across)?.col).toBe(149);
    expect(cellAt(0, 5, across)).toBeUndefined();
    expect(cellAt(175, 15, across)).toBeUndefined();
  });

  it("wraps longitudes into -180..180", () =>
    expect([180, -180, 540, 190, -190].map(wrapLongitude)).toEqual([-180, -180, -180, -170, 170]));
});

describe("palette", () => {
  const scale = { offset: -6, scale: 12 / 255 };
  const opaque = (pixels: Uint32Array) => new Uint8Array(pixels.buffer).filter((_, index) => index % 4 === 3);

  it.each(ramps(["#0000ff", "#ffffff", "#ff0000"]))("runs from the first to the last colour: $id", (ramp) => {
    const hex = (gray: number) => {
      const [red, green, blue] = new Uint8Array(palette(ramp, 0, scale).buffer, gray * 4, 3);
      return `#${[red!, green!, blue!].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    };
    expect([hex(0), hex(255)]).toEqual([ramp.colours[0], ramp.colours.at(-1)]);
  });

  it("hides exactly the values below the threshold, and no data", () => {
    const alphas = opaque(palette(ramps(["#000000", "#ffffff"])[0]!, 2.5, scale));
    for (let gray = 0; gray < 256; gray++) expect(alphas[gray]).toBe(Math.abs(-6 + (gray * 12) / 255) < 2.5 ? 0 : 255);
    expect(alphas[256]).toBe(0);
  });

  it("mixes linearly between colours", () => {
    expect(rampColour({ id: "", title: "", colours: ["#000000", "#ffffff"] }, 0.5)).toEqual([128, 128, 128]);
  });
});
