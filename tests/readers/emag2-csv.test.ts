import { testContext } from "@geoanomaly/core/testing";
import { emag2Csv } from "@geoanomaly/plugin-reader-emag2";
import { describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { readError, readGrid, wholeGrid } from "./read-whole.js";

const line = (i: number, j: number, rest: string) => `${i},${j},${((i - 0.5) / 30).toFixed(6)},${((j - 0.5) / 30 - 90).toFixed(6)},${rest}`;
/** Cells i 7561..7562, j 1..2: the southernmost rows. */
const lines = [
  line(7561, 1, "99999,97.071,005,15"),
  line(7562, 1, "-3.5,98.255,005,12"),
  line(7561, 2, "99999,99999,999,-999"),
  line(7562, 2, "7,-8.5,888,-888"),
];
const text = `${lines.join("\r\n")}\r\n`;
const read = (content: string, parameters = {}) => readGrid(emag2Csv, { "EMAG2.csv": content }, parameters);

describe("reader emag2-csv", () => {
  it("turns the north up; voids are NaN, edges stay", async () => {
    const { grid, values, uncertainty } = await read(text);
    expect(values).toEqual([Number.NaN, -8.5, 97.071, 98.255].map(Math.fround));
    expect(uncertainty).toEqual([Number.NaN, Number.NaN, 15, 12]);
    expect(grid).toMatchObject({
      rows: 2,
      cols: 2,
      registration: "area",
      height: { metres: 4000, datum: "geoid" },
      quantity: { unit: "nT" },
    });
    expect(grid.transform[2]).toBeCloseTo(252, 12);
    expect(grid.transform[5]).toBeCloseTo(-90 + 2 / 30, 12);
  });
  it("drops edges if told to, and reads sea level", async () => {
    expect((await read(text, { edges: "drop" })).values[1]).toBeNaN();
    const { grid, values } = await read(text, { level: "sealevel" });
    expect(values).toEqual([Number.NaN, 7, Number.NaN, -3.5]);
    expect(grid.height.metres).toBe(0);
  });
  it.each<[string, string, RegExp]>([
    ["a broken number", text.replace("98.255", "98.2x5"), /line 2: expected 8 numbers/],
    ["a field too few", text.replace(",005,12", ",12"), /line 2: expected 8 numbers/],
    ["a missing line", [lines[0], lines[1], lines[3]].join("\n"), /line 3: expected i 7561, j 2/],
    [
      "a wrong coordinate",
      text.replace("252.016667,-89.983333", "252.026667,-89.983333"),
      /line 1: expected i 7561, j 1, at its cell's centre/,
    ],
    ["an HTML page", "<!DOCTYPE html><title>Sorry</title>", /line 1.*Sorry/],
    ["an empty file", "", /line 1/],
    ["lines that cannot all be there", [lines[0], line(10_800, 5400, "1,1,005,1")].join("\n"), /size: expected 17496000 lines/],
  ])("refuses %s with its line", async (_, content, message) => {
    expect(await readError(emag2Csv, { "EMAG2.csv": content })).toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(message),
    });
  });

  const sample = dataFile("formats/emag2/EMAG2_V3_format_sample_EMM2017_carlsbad.csv", "the EMAG2-layout table");
  it.skipIf(!sample)("reads the Carlsbad sample", async () => {
    const { grid, values } = await wholeGrid(await emag2Csv.open(sample as string, {}, await testContext()));
    expect([grid.rows, grid.cols]).toEqual([210, 210]);
    expect(values.every((value) => Number.isNaN(value) || Math.abs(value) < 10_000)).toBe(true);
    expect(values.some(Number.isNaN)).toBe(true);
  });
});
