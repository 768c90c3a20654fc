import { describeStageContract } from "@geoanomaly/core/testing";
import { spikes } from "@geoanomaly/plugin-stage-survey";
import { describe, expect, it } from "vitest";
import { geology, interleaved, normals, run, survey, surveyPattern, uniforms } from "./synthetic-survey.js";

const lines = surveyPattern();
const noise = normals(11);
const clean = survey(lines, (x, y) => geology(x, y) + 0.1 * noise());

/** 200 readings raised or lowered by 2 to 50 nT: 20 to 500 times the noise. */
function injected() {
  const uniform = uniforms(23);
  const values = clean.values.slice();
  const at = new Set<number>();
  while (at.size < 200) at.add(Math.floor(uniform() * values.length));
  for (const index of at) values[index] = values[index]! + (uniform() < 0.5 ? -1 : 1) * (2 + 48 * uniform());
  return { points: { ...clean, values }, at };
}

describeStageContract(spikes, { input: () => ({ kind: "points", points: injected().points }) });

describe("spikes", () => {
  it("finds what was injected and next to nothing else", async () => {
    const { points, at } = injected();
    const { facts, points: left } = await run(spikes, points);
    const kept = new Set(left.sourceLines);
    const found = [...points.values.keys()].filter((index) => !kept.has(points.sourceLines![index]!));
    const right = found.filter((index) => at.has(index)).length;
    expect(right / at.size).toBeGreaterThan(0.98); // recall
    expect(right / found.length).toBeGreaterThan(0.98); // precision
    expect(facts).toMatchObject({ spikes: found.length, action: "remove" });
    expect(left.values).toHaveLength(points.values.length - found.length);
  });

  it("leaves a clean survey alone: not one of 11,471 readings at eight deviations", async () => {
    const { points, facts } = await run(spikes, clean, { threshold: 8 });
    expect(facts).toMatchObject({ spikes: 0 });
    expect(points).toBe(clean);
  });

  it("does not take a steep body for spikes", async () => {
    const steep = survey(lines, (x) => 3000 / (1 + ((x - 5000) / 120) ** 2) ** 1.5 + 0.1 * noise());
    expect((await run(spikes, steep)).facts).toMatchObject({ spikes: 0 });
  });

  it("names the lines of the source, and replaces a spike by what its neighbours say", async () => {
    const straight = survey([lines[0]!], (x) => 100 + 0.01 * x + 0.05 * noise());
    const values = straight.values.slice();
    for (const index of [0, 100, 101, 400]) values[index] = values[index]! + 30;
    const { points, facts, warnings } = await run(spikes, { ...straight, values }, { action: "replace" });
    expect(facts).toMatchObject({ spikes: 4, spikeLines: [2, 102, 103, 402] });
    expect(warnings.join()).toContain("lines 2, 102, 103, 402");
    for (const index of [0, 100, 101, 400]) expect(Math.abs(points.values[index]! - 100 - 0.25 * index)).toBeLessThan(0.5);
  });

  it("stays sane where readings are spaced unevenly", async () => {
    const uniform = uniforms(9);
    const places: [number, number][] = [[0, 0]];
    while (places.length < 300) places.push([places.at(-1)![0] + 1 + 2000 * uniform() ** 4, 0]);
    const uneven = { name: "U", places };
    const points = survey([uneven], (x) => 5 * Math.sin(x / 20_000) + 0.05 * noise());
    points.values[150] = points.values[150]! + 40;
    const { points: replaced, facts } = await run(spikes, points, { action: "replace" });
    expect(facts).toMatchObject({ largest: expect.closeTo(40, 0) });
    expect(Math.abs(replaced.values[150]! - 5 * Math.sin(points.easting[150]! / 20_000))).toBeLessThan(1);
  });

  it("only reports when told to flag", async () => {
    const { points, at } = injected();
    const { points: same, facts } = await run(spikes, points, { action: "flag" });
    expect(same).toBe(points);
    expect(facts.spikes).toBeGreaterThan(0.98 * at.size);
  });

  it("finds the same whatever the order of lines in the table", async () => {
    const { points } = injected();
    const [one, other] = [await run(spikes, points), await run(spikes, interleaved(points).points)];
    expect([...other.points.sourceLines!].sort((a, b) => a - b)).toEqual([...one.points.sourceLines!]);
  });

  it("finds nothing where nothing varies, and wants lines", async () => {
    const flat = survey(lines.slice(0, 2), () => 7);
    flat.values[50] = 8; // without any scale one nanotesla is as good as none
    expect((await run(spikes, flat)).facts).toMatchObject({ spikes: 0 });
    const { lines: _, ...bare } = flat;
    await expect(run(spikes, bare)).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});
