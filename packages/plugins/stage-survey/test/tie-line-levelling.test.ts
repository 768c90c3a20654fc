import { describeStageContract } from "@geoanomaly/core/testing";
import { tieLineLevelling } from "@geoanomaly/plugin-stage-survey";
import { describe, expect, it } from "vitest";
import { geology, interleaved, normals, rmsAboutMean, run, survey, surveyPattern } from "./synthetic-survey.js";

const lines = surveyPattern();
const truth = survey(lines, geology);
const normal = normals(7);
/** One level per line, rms 10 nT. */
const levels = lines.map(() => 10 * normal());
/** And a drift along it. */
const drifts = lines.map(() => 6 * normal());
const shifted = survey(lines, (x, y, line) => geology(x, y) + levels[line]!);
const drifting = survey(lines, (x, y, line, part) => geology(x, y) + levels[line]! + drifts[line]! * (part - 0.5));

describeStageContract(tieLineLevelling, { input: () => ({ kind: "points", points: drifting }), parameters: { tieLines: "T*" } });

describe("tie-line levelling", () => {
  it("takes known levels off again: 10 nT become less than 0.05 nT", async () => {
    const { points, facts } = await run(tieLineLevelling, shifted, { order: 0 });
    expect(rmsAboutMean(shifted.values, truth.values)).toBeGreaterThan(8);
    expect(rmsAboutMean(points.values, truth.values)).toBeLessThan(0.05);
    expect(facts).toMatchObject({ flightLines: 26, tieLines: 5, crossings: 26 * 5, linesNotLevelled: 0 });
    const { misTiesBefore, misTiesAfter } = facts as Record<string, { rms: number; count: number }>;
    expect(misTiesBefore!.rms).toBeGreaterThan(8);
    expect(misTiesAfter!.rms).toBeLessThan(0.05);
  });

  it("takes drifts off, but for the trends that flight and tie lines may share", async () => {
    const { points } = await run(tieLineLevelling, drifting, { tieLines: ["T*"], order: 1 });
    // What crossings cannot see: a + b x + c y + d x y, which is fitted and taken off the difference.
    const difference = points.values.map((value, index) => value - truth.values[index]!);
    expect(residualOfBilinear(points.easting, points.northing, difference)).toBeLessThan(0.1);
  });

  it("keeps the mean level of the lines", async () => {
    const { products } = await run(tieLineLevelling, shifted, { order: 0 });
    const correction = products.get("correction");
    if (correction?.kind !== "points") throw new Error("no map of corrections");
    const perLine = lines.map((_, line) => correction.points.values[correction.points.lines!.of.indexOf(line)]!);
    expect(perLine.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
    const added = shifted.values.map((value, index) => value + correction.points.values[index]!);
    expect(added).toEqual((await run(tieLineLevelling, shifted, { order: 0 })).points.values);
  });

  it("leaves a survey without errors as it is", async () => {
    const { points } = await run(tieLineLevelling, truth, { order: 2 });
    expect(rmsAboutMean(points.values, truth.values)).toBeLessThan(0.05);
  });

  it("holds tie lines that are taken as true", async () => {
    const tied = survey(lines, (x, y, line) => geology(x, y) + (line < 26 ? levels[line]! : 0));
    const { points } = await run(tieLineLevelling, tied, { order: 0, hold: "ties", tieLines: "/^T9/" });
    const worst = points.values.reduce((most, value, index) => Math.max(most, Math.abs(value - truth.values[index]!)), 0);
    expect(worst).toBeLessThan(0.1);
  });

  it("is not pulled by a few wild crossings", async () => {
    // A reading 2000 nT off where tie line 3 crosses each of five flight lines.
    const wild = { ...shifted, values: shifted.values.slice() };
    for (let line = 5; line < 10; line++) {
      for (let k = 280; k <= 281; k++) wild.values[line * 401 + k] = wild.values[line * 401 + k]! + 2000;
    }
    const clean = (values: Float64Array) => values.filter((_, index) => ![280, 281].includes(index % 401) || index >= 26 * 401);
    const robust = await run(tieLineLevelling, wild, { order: 0, iterations: 20 });
    const plain = await run(tieLineLevelling, wild, { order: 0, iterations: 0 });
    const [robustError, plainError] = [robust, plain].map(({ points }) => rmsAboutMean(clean(points.values), clean(truth.values))) as [
      number,
      number,
    ];
    expect(plainError).toBeGreaterThan(50);
    expect(robustError).toBeLessThan(plainError / 50);
  });

  it("does not care in which order the table gives the lines", async () => {
    const { points: mixed, from } = interleaved(drifting);
    const [straight, other] = [await run(tieLineLevelling, drifting), await run(tieLineLevelling, mixed)];
    expect(Float64Array.from(from, (index) => straight.points.values[index]!)).toEqual(other.points.values);
  });

  it("names lines that no other crosses, and leaves them alone", async () => {
    const alone = [...lines, { name: "L999", places: [[20_000, 0], [20_000, 25], [20_000, 50]] as const }]; // biome-ignore format: one line
    const points = survey(alone, (x, y, line) => (line === lines.length ? 5 : geology(x, y)));
    const { points: levelled, facts, warnings } = await run(tieLineLevelling, points, { tieLines: "T*" });
    expect(facts).toMatchObject({ linesNotLevelled: 1, namesNotLevelled: ["L999"] });
    expect(warnings.join()).toContain("L999");
    expect([...levelled.values.slice(-3)]).toEqual([5, 5, 5]);
  });

  it("refuses tie lines that are none, all, or not there, and readings without lines", async () => {
    for (const tieLines of ["*", "X*", "/^Q/", "/(/", 5]) {
      await expect(run(tieLineLevelling, shifted, { tieLines })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    }
    const { lines: _, ...bare } = shifted;
    await expect(run(tieLineLevelling, bare)).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});

/** Root mean square of what a + b x + c y + d x y does not explain: normal equations of scaled coordinates. */
function residualOfBilinear(x: Float64Array, y: Float64Array, values: Float64Array): number {
  const rows = Array.from(values, (value, index) => {
    const [u, v] = [x[index]! / 5000 - 1, y[index]! / 2500 - 1];
    return { terms: [1, u, v, u * v], value };
  });
  const matrix = [0, 1, 2, 3].map((i) => [...[0, 1, 2, 3].map((j) => rows.reduce((sum, { terms }) => sum + terms[i]! * terms[j]!, 0)), rows.reduce((sum, { terms, value }) => sum + terms[i]! * value, 0)]); // biome-ignore format: one matrix
  for (let i = 0; i < 4; i++) {
    for (let k = 0; k < 4; k++) {
      if (k === i) continue;
      const factor = matrix[k]![i]! / matrix[i]![i]!;
      matrix[k] = matrix[k]!.map((entry, j) => entry - factor * matrix[i]![j]!);
    }
  }
  const fit = matrix.map((row, i) => row[4]! / row[i]!);
  const square = rows.reduce((sum, { terms, value }) => sum + (value - terms.reduce((all, term, i) => all + term * fit[i]!, 0)) ** 2, 0);
  return Math.sqrt(square / rows.length);
}
