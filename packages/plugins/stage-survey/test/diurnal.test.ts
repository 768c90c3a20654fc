import type { PointSet, RawData } from "@geoanomaly/core";
import { describeStageContract } from "@geoanomaly/core/testing";
import { diurnal } from "@geoanomaly/plugin-stage-survey";
import { describe, expect, it } from "vitest";
import { run } from "./synthetic-survey.js";

const MIDNIGHT = Date.UTC(2020, 5, 1) / 1000;

function timed(times: readonly number[], value: (time: number, index: number) => number): PointSet {
  return {
    easting: Float64Array.from(times, (_, index) => 10 * index),
    northing: new Float64Array(times.length),
    values: Float64Array.from(times, value),
    time: Float64Array.from(times, (time) => MIDNIGHT + time),
    crs: "local",
    quantity: { functional: "total-field", unit: "nT" },
    height: { metres: 0, datum: "terrain" },
    sourceLines: Uint32Array.from(times, (_, index) => index + 10),
  };
}

/** 50,000 nT at the base, drifting by 12 nT an hour; a reading every five minutes. */
const drift = (time: number) => (12 * time) / 3600;
const baseTimes = Array.from({ length: 61 }, (_, k) => 300 * k);
const base: RawData = { kind: "points", points: timed(baseTimes, (time) => 50_000 + drift(time)) };
const rover = timed([17, 1234, 5000, 9999.5, 18_000], (time, index) => 48_000 + 100 * index + drift(time));

describeStageContract(
  { ...diurnal, run: (data, parameters, context) => diurnal.run(data, parameters, { ...context, inputs: { base } }) },
  { input: () => ({ kind: "points", points: rover }) },
);

describe("diurnal correction", () => {
  it("is exact for a linear drift", async () => {
    const { points, facts } = await run(diurnal, rover, { datum: 50_000 }, { base });
    points.values.forEach((value, index) => {
      expect(value).toBeCloseTo(48_000 + 100 * index, 8);
    });
    expect(facts).toMatchObject({ datum: 50_000, baseReadings: 61, uncovered: 0 });
  });

  it("keeps the median level of the base by default, and gives what it added", async () => {
    const { points, facts, products } = await run(diurnal, rover, {}, { base });
    expect(facts.datum).toBeCloseTo(50_000 + drift(9000), 8);
    const added = products.get("correction");
    if (added?.kind !== "points") throw new Error("no corrections");
    expect(points.values[2]).toBe(rover.values[2]! + added.points.values[2]!);
    expect(added.points.values[2]).toBeCloseTo(drift(9000) - drift(5000), 8);
  });

  it("does not care in which order the base was written down, and averages what it read at one time", async () => {
    const { points } = base as Extract<RawData, { kind: "points" }>;
    const order = [...points.values.keys()].reverse();
    const shuffled = timed(
      order.flatMap((index) => [baseTimes[index]!, baseTimes[index]!]),
      (time, index) => 50_000 + drift(time) + (index % 2 === 0 ? 0.5 : -0.5),
    );
    const { points: corrected, facts } = await run(diurnal, rover, { datum: 50_000 }, { base: { kind: "points", points: shuffled } });
    expect(facts).toMatchObject({ baseReadings: 61, baseAveraged: 61 });
    expect(corrected.values[1]).toBeCloseTo(48_100, 8);
  });

  it("stops at readings that the base does not cover, and names their lines", async () => {
    const gap = { kind: "points", points: timed([0, 300, 4000, 4300], (time) => 50_000 + drift(time)) } as const;
    const late = timed([100, 1000, 4100, 9000, Number.NaN], () => 48_000);
    await expect(run(diurnal, late, {}, { base: gap })).rejects.toMatchObject({ code: "GAM_VERIFICATION", message: expect.stringContaining("lines 11, 13, 14") }); // biome-ignore format: one line
    const removed = await run(diurnal, late, { onGap: "remove" }, { base: gap });
    expect([...removed.points.sourceLines!]).toEqual([10, 12]);
    expect(removed.facts).toMatchObject({ uncovered: 3, removed: 3, uncoveredLines: [11, 13, 14] });
    const warned = await run(diurnal, late, { onGap: "warn", datum: 50_000 }, { base: gap });
    expect(warned.warnings.join()).toContain("lines 11, 13, 14");
    expect(warned.points.values[1]).toBeCloseTo(48_000 - drift(1000), 8); // bridged
    expect(warned.points.values[3]).toBeCloseTo(48_000 - drift(4300), 8); // held at the end of the record
    expect(warned.points.values[4]).toBe(48_000); // no time, no correction
    await expect(run(diurnal, late.time ? rover : late, { maximumGap: 299 }, { base })).rejects.toMatchObject({ code: "GAM_VERIFICATION" });
  });

  it("wants a base, times and one unit", async () => {
    await expect(run(diurnal, rover)).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    const { time: _, ...untimed } = rover;
    await expect(run(diurnal, untimed, {}, { base })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    const gravity = { kind: "points", points: { ...rover, quantity: { functional: "gravity", unit: "mGal" } } } as const;
    await expect(run(diurnal, rover, {}, { base: gravity })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});
