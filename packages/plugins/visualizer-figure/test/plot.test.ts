import { describe, expect, it } from "vitest";
import { textWidth, wrapped } from "../src/drawing/fonts.js";
import { circle, coordinate, polyline } from "../src/drawing/path-data.js";
import { profileOf } from "../src/inversion/line-direction.js";
import { cellAt } from "../src/model/mesh-view.js";
import { boundsOf, mapFrame } from "../src/plot/map-frame.js";
import { numberLabel, rounded } from "../src/plot/number-label.js";
import { sampleBetween } from "../src/plot/raster.js";

describe("mapFrame", () => {
  it("has north up, east to the right, and a metre as long across as up", () => {
    const frame = mapFrame({ west: 0, south: 0, east: 2000, north: 1000 }, "EPSG:32613", 10, 20, 400, 400);
    expect([frame.xAxis(0), frame.xAxis(2000), frame.yAxis(0), frame.yAxis(1000)]).toEqual([10, 410, 220, 20]);
    expect([frame.width, frame.height, frame.metresPerPixel]).toEqual([400, 200, 5]);
    expect([frame.xStyle.title, frame.yStyle.title, frame.north]).toEqual(["Easting (m)", "Northing (m)", "grid north up"]);
  });

  it("narrows degrees of longitude by the cosine of the latitude", () => {
    const frame = mapFrame({ west: 10, south: 59, east: 12, north: 61 }, "EPSG:4326", 0, 0, 500, 500);
    expect(frame.width / frame.height).toBeCloseTo(0.5, 2); // cos 60
    expect(frame.xStyle.label!(-10.5, 0.5)).toBe("10.5°W");
    expect(frame.yStyle.label!(60, 0.5)).toBe("60.0°N");
    expect(frame.north).toBe("north up");
  });

  it("writes kilometres where metres would be too long, and says so", () => {
    const frame = mapFrame({ west: 0, south: 0, east: 50_000, north: 50_000 }, "local", 0, 0, 500, 500);
    expect([frame.xStyle.title, frame.xStyle.label!(10_000, 10_000)]).toEqual(["Local easting (km)", "10"]);
  });
});

describe("boundsOf", () => {
  it("gives a profile some width, and a single place some room", () => {
    const profile = boundsOf(Float64Array.of(0, 1000), Float64Array.of(5, 5));
    expect(profile.north - profile.south).toBeCloseTo(1000 * (0.15 + 0.06), 9);
    const place = boundsOf(Float64Array.of(7), Float64Array.of(7));
    expect(place.east).toBeGreaterThan(place.west);
  });
});

describe("sampleBetween", () => {
  const grid = { rows: 2, cols: 2, values: Float32Array.of(1, 2, 3, Number.NaN) };

  it("is exact at samples and linear between them", () => {
    expect(sampleBetween(grid, 0.5, 0.5)).toBe(1);
    expect(sampleBetween(grid, 0.99, 0.5)).toBeCloseTo(1.49, 12);
  });

  it("has nothing where the nearest sample has nothing, and ignores such samples elsewhere", () => {
    expect(sampleBetween(grid, 1.2, 1.2)).toBeNaN();
    expect(sampleBetween(grid, 1.5, 0.9)).toBe(2);
  });
});

describe("cellAt", () => {
  it("finds the cell of a place, and none outside", () => {
    const edges = Float64Array.of(0, 400, 500, 600, 1000);
    expect([-1, 0, 399, 400, 550, 1000, 1001, Number.NaN].map((place) => cellAt(edges, place))).toEqual([-1, 0, 0, 1, 2, 3, -1, -1]);
  });
});

describe("profileOf", () => {
  it("measures along a profile from its western end", () => {
    const profile = profileOf({ easting: Float64Array.of(30, 0, 60), northing: Float64Array.of(40, 0, 80) });
    expect(Array.from(profile!.distance)).toEqual([50, 0, 100].map((value) => expect.closeTo(value, 9)));
    expect(profile!.azimuth).toBeCloseTo((Math.atan2(3, 4) * 180) / Math.PI, 9);
  });

  it("takes no area for a profile", () => {
    expect(profileOf({ easting: Float64Array.of(0, 1, 0, 1), northing: Float64Array.of(0, 0, 1, 1) })).toBeUndefined();
  });
});

describe("numbers", () => {
  it("have no more digits than the ticks need, thousands apart, and a true minus", () => {
    expect([numberLabel(-1500, 500), numberLabel(0.25, 0.05), numberLabel(-0, 1)]).toEqual(["−1,500", "0.25", "0"]);
    expect([rounded(1234.5678), rounded(-0.012345), rounded(Number.NaN)]).toEqual(["1,235", "−0.0123", "none"]);
  });
});

describe("path data", () => {
  it("interrupts a line where there is nothing", () => {
    expect(
      polyline([
        [0, 0],
        [1, 1],
        [2, Number.NaN],
        [3, 3],
      ]),
    ).toBe("M0 0L1 1M3 3");
    expect(coordinate(-0.001)).toBe("0");
    expect(circle(5, 5, 2)).toBe("M3 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0Z");
  });
});

describe("wrapped", () => {
  it("breaks lines that would not fit, words too if they must be, and loses no letter", () => {
    const text = "one two three four/five/six/seven/eight/nine/ten/eleven";
    const lines = wrapped(text, 90, 12);
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(90);
    expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  });
});
