import { planeOf, surveyLines } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import { findCrossings } from "../src/crossings.js";
import { survey } from "./synthetic-survey.js";

const LIMITS = { maximumGap: 1000, maximumHeightDifference: Number.POSITIVE_INFINITY };

type Places = readonly (readonly [number, number])[];

/** Crossings of one flight line with one tie line; the field is x + 10 y on the flight line, 0 on the tie line. */
function crossings(flight: Places, tie: Places, limits: Parameters<typeof findCrossings>[4] = LIMITS) {
  const points = survey([{ name: "flight", places: flight }, { name: "tie", places: tie }], (x, y, line) => (line === 0 ? x + 10 * y : 0)); // biome-ignore format: one line
  return findCrossings(points, planeOf(points), surveyLines("test", points), [false, true], limits);
}

const east = (y: number): Places => [0, 10, 20, 30, 40].map((x) => [x, y] as const);
const north = (x: number): Places => [-20, -10, 0, 10, 20].map((y) => [x, y] as const);

describe("findCrossings", () => {
  it("finds where two lines cross between readings, and interpolates both", () => {
    const found = crossings(east(3), north(14)).crossings;
    expect(found).toHaveLength(1);
    expect(found[0]!.alongFlight).toBeCloseTo(14, 12);
    expect(found[0]!.alongTie).toBeCloseTo(23, 12);
    expect(found[0]!.misTie).toBeCloseTo(14 + 30, 12);
  });

  it.each([
    ["at a reading of the flight line", east(3), north(20)],
    ["at a reading of the tie line", east(0), north(14)],
    ["at a reading of both", east(10), north(20)],
    ["where the flight line begins on the tie line", east(3), north(0)],
    ["where the tie line ends on the flight line", east(20), north(14)],
    ["where both begin", east(-20), north(0)],
    ["where the flight line only touches, with a corner", [[0, 0], [10, 10], [20, 0]], [[0, 10], [30, 10]]], // biome-ignore format: one case
  ] as [string, Places, Places][])("counts a meeting once: %s", (_, flight, tie) => {
    expect(crossings(flight, tie).crossings).toHaveLength(1);
  });

  it("counts every crossing of a line that comes back", () => {
    expect(crossings([[0, -5], [10, 5], [20, -5], [30, 5]], [[0, 0.5], [40, 0.5]]).crossings).toHaveLength(3); // biome-ignore format: one case
  });

  it("finds none between parallel lines, lines one on the other, lines that miss, and lines of one reading", () => {
    expect(crossings(east(0), east(5)).crossings).toEqual([]);
    expect(crossings(east(0), east(0)).crossings).toEqual([]);
    expect(crossings(east(0), north(41)).crossings).toEqual([]);
    expect(crossings([[5, 0]], north(5)).crossings).toEqual([]);
  });

  it("does not interpolate across gaps, and counts what that leaves out", () => {
    const gap: Places = [[0, 3], [2, 3], [4, 3], [30, 3], [32, 3]]; // biome-ignore format: one line
    expect(crossings(gap, north(14), { ...LIMITS, maximumGap: undefined })).toMatchObject({ crossings: [], gaps: 1 });
  });

  it("leaves out crossings at other heights", () => {
    const points = survey([{ name: "flight", places: east(3) }, { name: "tie", places: north(14) }], () => 0); // biome-ignore format: one line
    const drape = {
      ...points,
      upward: Float64Array.from(points.lines!.of, (line) => 100 + 60 * line),
    };
    const search = (maximumHeightDifference: number) =>
      findCrossings(drape, planeOf(drape), surveyLines("test", drape), [false, true], { ...LIMITS, maximumHeightDifference });
    expect(search(50)).toMatchObject({ crossings: [], atOtherHeights: 1 });
    expect(search(70).crossings[0]!.heightDifference).toBeCloseTo(-60, 9);
  });
});
