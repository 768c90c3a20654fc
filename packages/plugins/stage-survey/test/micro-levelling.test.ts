import { describeStageContract } from "@geoanomaly/core/testing";
import { microLevelling } from "@geoanomaly/plugin-stage-survey";
import { describe, expect, it } from "vitest";
import { geology, interleaved, normals, rmsAboutMean, run, survey, surveyPattern } from "./synthetic-survey.js";

const lines = surveyPattern().slice(0, 26);
/** Geology deep enough for lines 200 m apart: 1200 m. */
const deep = (x: number, y: number) =>
  60 / (1 + ((x - 3000) ** 2 + (y - 2000) ** 2) / 1200 ** 2) ** 1.5 - 40 / (1 + ((x - 7000) ** 2 + (y - 3500) ** 2) / 1200 ** 2) ** 1.5;
const truth = survey(lines, deep);
const normal = normals(3);
const ripples = lines.map(() => ({ amplitude: 1.5 * normal(), phase: 6 * normal() }));
/** Errors of the lines: 1.5 nT, changing over 10 km along them. */
const ripple = (x: number, line: number) => ripples[line]!.amplitude * Math.cos((2 * Math.PI * x) / 10_000 + ripples[line]!.phase);
const rippled = survey(lines, (x, y, line) => deep(x, y) + ripple(x, line));
const parameters = { wavelength: 2500, limit: 6, across: 6 };

describeStageContract(microLevelling, { input: () => ({ kind: "points", points: rippled }), parameters });

/** Mean square of the second difference across lines: what corrugation is. */
function corrugation(values: Float64Array): number {
  let sum = 0;
  for (let line = 1; line < 25; line++) {
    for (let k = 0; k < 401; k++) {
      const at = (other: number) => values[other * 401 + k]!;
      sum += (at(line - 1) - 2 * at(line) + at(line + 1)) ** 2;
    }
  }
  return Math.sqrt(sum / (24 * 401));
}

describe("micro-levelling", () => {
  it("takes corrugation out: what is left across lines is the geology's", async () => {
    const { points, facts } = await run(microLevelling, rippled, parameters);
    const excess = (values: Float64Array) => corrugation(values.map((value, index) => value - truth.values[index]!));
    expect(excess(points.values)).toBeLessThan(0.25 * excess(rippled.values));
    expect(rmsAboutMean(points.values, truth.values)).toBeLessThan(0.7 * rmsAboutMean(rippled.values, truth.values));
    expect(facts).toMatchObject({ parallelLines: 26, otherLines: 0, azimuth: expect.closeTo(90, 1) });
  });

  it("leaves a plane exactly as it is", async () => {
    const plane = survey(lines, (x, y) => 0.01 * x - 0.03 * y);
    const { points } = await run(microLevelling, plane, parameters);
    points.values.forEach((value, index) => {
      expect(Math.abs(value - plane.values[index]!)).toBeLessThan(0.05); // the lines swing by 3 m, which is 0.09 nT
    });
  });

  it("never corrects by more than the limit, and says how much it spared", async () => {
    const { products, facts } = await run(microLevelling, rippled, { ...parameters, limit: 0.5 });
    const correction = products.get("correction");
    if (correction?.kind !== "points") throw new Error("no map of corrections");
    expect(correction.points.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThanOrEqual(0.5);
    expect(facts.sparedFraction).toBeGreaterThan(0.3);
  });

  it("spares bodies that differ by more than the limit: at most the limit is lost, far less where they are strong", async () => {
    const shallow = survey(lines, geology);
    const { points } = await run(microLevelling, shallow, { ...parameters, limit: 1 });
    const lost = points.values.map((value, index) => Math.abs(value - shallow.values[index]!));
    expect(lost.reduce((most, value) => Math.max(most, value), 0)).toBeLessThanOrEqual(1 + 1e-9);
    const peak = 23 * 401 + 168; // 4200 east, 4600 north: the strongest body
    expect(lost[peak]).toBeLessThan(0.2);
  });

  it("leaves tie lines and what is short along the lines alone", async () => {
    const all = surveyPattern();
    const short = survey(all, (x, y, line) => (line < 26 ? (line % 2 === 0 ? 3 : -3) * Math.cos((2 * Math.PI * x) / 300) : 50 + 0 * y));
    const { points, facts } = await run(microLevelling, short, parameters);
    expect(facts).toMatchObject({ otherLines: 5, readingsNotCompared: expect.any(Number) });
    const changed = points.values.map((value, index) => Math.abs(value - short.values[index]!));
    // At its ends a line is seen from one side only.
    expect(
      changed.filter((_, index) => Math.abs(points.easting[index]! - 5000) < 3500).reduce((most, value) => Math.max(most, value), 0),
    ).toBeLessThan(0.05);
    expect(changed.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(0.6);
    expect(points.values.at(-1)).toBe(50);
  });

  it("does not care in which order the table gives the lines", async () => {
    const { points: mixed, from } = interleaved(rippled);
    const [straight, other] = [await run(microLevelling, rippled, parameters), await run(microLevelling, mixed, parameters)];
    expect(Float64Array.from(from, (index) => straight.points.values[index]!)).toEqual(other.points.values);
  });

  it("wants a wavelength, a limit and four parallel lines", async () => {
    await expect(run(microLevelling, rippled, { limit: 1 })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    await expect(run(microLevelling, rippled, { wavelength: 1000 })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    await expect(run(microLevelling, survey(lines.slice(0, 3), geology), parameters)).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    await expect(run(microLevelling, rippled, { ...parameters, azimuth: 0 })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});
