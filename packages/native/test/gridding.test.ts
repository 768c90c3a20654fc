import { referenceKernels } from "@geoanomaly/core/reference";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridding } from "../lib/gridding/index.js";
import { expectWithinSteps } from "./float-distance.js";
import { lifted, metreGrid, rms, sampleAt, scattered, shuffled } from "./gridding-fixture.js";
import { nativeHost } from "./native-host.js";
import { seededRandom } from "./seeded-grid.js";

const native = gridding(nativeHost());
const reference = referenceKernels.gridding;
const wavy = (x: number, y: number) => 20 * Math.sin(x / 5) * Math.cos(y / 7) + 3 * Math.sin(x + y);
const plane = (x: number, y: number) => 3 + 0.7 * x - 1.1 * y;

describe("blockMedian", () => {
  it("agrees with the reference for any readings, voids and duplicates among them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 3000 }), fc.integer(), fc.integer({ min: 1, max: 40 }), async (count, seed, size) => {
        const random = seededRandom(seed);
        const readings = scattered(count, 44, 37, seed, () => (random() < 0.1 ? Number.NaN : Math.round(20 * random())));
        const extra = readings.values.map((value) => (random() < 0.3 ? Number.NaN : value + random()));
        const columns = [readings.easting.map((x) => Math.round(x) - 2), readings.northing, readings.values, extra];
        const geometry = metreGrid(size, Math.ceil(size / 2), 40 / size);
        expect(await native.blockMedian(columns, geometry)).toEqual(await reference.blockMedian(columns, geometry));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("gives median, robust scatter and count of a block", async () => {
    const columns = [
      Float64Array.of(0.1, 0.2, 0.3, 0.4, 5),
      Float64Array.of(0.5, 0.5, 0.5, 0.7, 0.5),
      Float64Array.of(1, 2, 4, 100, Number.NaN),
    ];
    const { columns: medians, scatter, count } = await native.blockMedian(columns, metreGrid(1, 6));
    expect(medians.map((column) => [...column])).toEqual([[0.25], [0.5], [3]]);
    expect([...scatter]).toEqual([1.4826 * 1.5]); // |1-3|, |2-3|, |4-3|, |100-3|: middle ones 1 and 2
    expect([...count]).toEqual([4]);
  });

  it("does not depend on the order of the readings", async () => {
    const readings = scattered(20_000, 50, 50, 3, wavy);
    const other = shuffled(readings, 8);
    const geometry = metreGrid(50, 50);
    const columns = ({ easting, northing, values }: typeof readings) => [easting, northing, values];
    expect(await native.blockMedian(columns(other), geometry)).toEqual(await native.blockMedian(columns(readings), geometry));
  });
});

describe("inverseDistance and nearestDistance", () => {
  const geometry = metreGrid(23, 31, 2, 1.5);
  const options = { neighbours: 8, power: 2, radius: Number.POSITIVE_INFINITY, scale: [1.3, 0.8] as const };

  it("agree with the reference", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 400 }),
        fc.integer(),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(1.5, 9, Number.POSITIVE_INFINITY),
        async (count, seed, neighbours, power, radius) => {
          // Whole places: many samples have readings on them and many readings are equally far.
          const { easting, northing, values } = scattered(count, 80, 30, seed, wavy);
          const readings = { easting: easting.map(Math.round), northing: northing.map(Math.round), values: values.map(Math.round) };
          const request = { ...options, neighbours, power, radius };
          // Values that cancel leave the rounding of their sums.
          const expected = await reference.inverseDistance(readings, geometry, request);
          (await native.inverseDistance(readings, geometry, request)).forEach((value, i) => {
            expect(Number.isNaN(value) ? Number.isNaN(expected[i]) : Math.abs(value - (expected[i] as number)) <= 1e-5).toBe(true);
          });
          expectWithinSteps(
            await native.nearestDistance(readings, geometry, request),
            await reference.nearestDistance(readings, geometry, request),
            1,
          );
        },
      ),
      { numRuns: 60, seed: 2 },
    );
  });

  it("find what a search through all readings finds", async () => {
    const readings = scattered(500, 62, 34, 9, wavy);
    const nearest = await native.nearestDistance(readings, geometry, { scale: [1, 1] });
    nearest.forEach((distance, i) => {
      const [x, y] = sampleAt(geometry, i);
      const all = readings.easting.map((easting, j) => Math.hypot(easting - x, (readings.northing[j] as number) - y));
      expect(distance).toBeCloseTo(Math.min(...all), 4);
    });
  });

  it("keep a constant, and have the reading where a sample stands on one", async () => {
    const constant = scattered(300, 62, 34, 4, () => 17.25);
    expect(new Set(await native.inverseDistance(constant, geometry, options))).toEqual(new Set([17.25]));
    const [x, y] = sampleAt(geometry, 100);
    const readings = { easting: Float64Array.of(x, x + 1, 3), northing: Float64Array.of(y, y, 4), values: Float64Array.of(5, 80, -7) };
    expect((await native.inverseDistance(readings, geometry, { ...options, scale: [1, 1] }))[100]).toBe(5);
  });

  it("do not depend on the order of the readings", async () => {
    const readings = scattered(5000, 62, 34, 12, (x, y) => Math.round(wavy(x, y)));
    const a = await native.inverseDistance(readings, geometry, options);
    expect(await native.inverseDistance(shuffled(readings, 5), geometry, options)).toEqual(a);
  });
});

describe("minimumCurvature", () => {
  const options = { tension: 0.25, aspect: 1, convergence: 1e-8, maximumIterations: 4000 };

  it("agrees with the reference when both have converged", async () => {
    for (const [seed, count, tension, aspect] of [
      [1, 60, 0.25, 1],
      [2, 300, 0, 1.4],
      [3, 1500, 0.6, 0.7],
    ] as const) {
      const geometry = metreGrid(27, 38, 1, 1 / aspect);
      const readings = scattered(count, 38, 27 / aspect, seed, wavy);
      const request = { ...options, tension, aspect };
      const actual = await native.minimumCurvature(readings, geometry, request);
      const expected = await reference.minimumCurvature(readings, geometry, request);
      expect(actual.used).toBe(expected.used);
      expect(actual.converged && expected.converged).toBe(true);
      expect(rms(actual.values.map((value, i) => value - (expected.values[i] as number)))).toBeLessThan(1e-4 * expected.deviation);
    }
  });

  it.each([0, 0.25, 0.9])("keeps a plane at tension %f", async (tension) => {
    const geometry = metreGrid(41, 53);
    const { values } = await native.minimumCurvature(scattered(90, 53, 41, 6, plane), geometry, { ...options, tension });
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(plane(...sampleAt(geometry, i)), 4);
    });
  });

  it("passes through readings that stand on samples", async () => {
    const geometry = metreGrid(40, 40);
    const random = seededRandom(4);
    const easting = Float64Array.from({ length: 80 }, () => Math.floor(40 * random()) + 0.5);
    const northing = Float64Array.from({ length: 80 }, (_, i) => (i % 40) + 0.5);
    const readings = { easting, northing, values: easting.map((x, i) => wavy(x, northing[i] as number)) };
    const { values } = await native.minimumCurvature(readings, geometry, options);
    readings.values.forEach((value, i) => {
      const sample = (39.5 - (northing[i] as number)) * 40 + (easting[i] as number) - 0.5;
      expect(values[sample]).toBeCloseTo(value, 4);
    });
  });

  it("does not depend on the order of the readings, and ignores NaN", async () => {
    const readings = scattered(4000, 53, 41, 15, (x, y) => (x < 5 ? Number.NaN : wavy(x, y)));
    const geometry = metreGrid(41, 53);
    const a = await native.minimumCurvature(readings, geometry, options);
    expect(await native.minimumCurvature(shuffled(readings, 7), geometry, options)).toEqual(a);
    expect(a.values.every((value) => Number.isFinite(value))).toBe(true);
  });

  it("is NaN without readings", async () => {
    const none = { easting: new Float64Array(), northing: new Float64Array(), values: new Float64Array() };
    const { values, used } = await native.minimumCurvature(none, metreGrid(9, 9), options);
    expect(used).toBe(0);
    expect(values.every(Number.isNaN)).toBe(true);
  });
});

describe("equivalent sources", () => {
  const readings = scattered(900, 8000, 6000, 21, () => 0);
  const random = seededRandom(2);
  const places = lifted(readings, () => 80 + 40 * random());
  const layer = scattered(150, 8000, 6000, 22, () => 0);
  const sources = lifted(layer, () => -500);
  /** Closed form: three point sources well below. */
  const field = (x: number, y: number, z: number) =>
    [
      [2000, 3000, -900, 4e5],
      [5500, 2500, -1500, -6e5],
      [4000, 5200, -700, 2e5],
    ].reduce((sum, [a, b, c, q]) => sum + (q as number) / Math.hypot(x - (a as number), y - (b as number), z - (c as number)), 0);
  const values = places.easting.map((x, i) => field(x, places.northing[i] as number, places.upward[i] as number));

  it("fit and predict like the reference, in windows and in one", async () => {
    for (const window of [3000, Number.POSITIVE_INFINITY]) {
      const options = { damping: 1e-3, window, rounds: 2, seed: 5, weights: values.map((_, i) => 1 + (i % 3)) };
      const actual = await native.fitSources(places, values, sources, options);
      const expected = await reference.fitSources(places, values, sources, options);
      expect({ ...actual, charges: 0 }).toEqual({ ...expected, charges: 0 });
      const scale = rms(expected.charges);
      expect(rms(actual.charges.map((charge, i) => charge - (expected.charges[i] as number)))).toBeLessThan(1e-5 * scale);
      const above = lifted(readings, () => 400);
      const predicted = await native.sourceField(sources, expected.charges, above);
      const direct = await reference.sourceField(sources, expected.charges, above);
      expect(rms(predicted.map((value, i) => value - (direct[i] as number)))).toBeLessThan(1e-6 * rms(direct));
    }
  });

  it("sum far sources within 1e-6 of the sum of absolute parts", async () => {
    const many = scattered(20_000, 50_000, 40_000, 31, () => 0);
    const deep = lifted(many, (i) => -300 - 200 * Math.sin(i));
    const charges = many.easting.map((_, i) => Math.cos(i * i));
    const targets = lifted(
      scattered(300, 60_000, 40_000, 32, () => 0),
      () => 100,
    );
    const fast = await native.sourceField(deep, charges, targets);
    const exact = await reference.sourceField(deep, charges, targets);
    const absolute = await reference.sourceField(deep, charges.map(Math.abs), targets);
    fast.forEach((value, i) => {
      expect(Math.abs(value - (exact[i] as number))).toBeLessThan(1e-6 * (absolute[i] as number));
    });
  });

  it("recover a harmonic field between and above the readings", async () => {
    const grid = scattered(400, 6000, 4400, 51, () => 0);
    const { charges } = await native.fitSources(
      places,
      values,
      lifted(readings, () => -400),
      {
        damping: 1e-8,
        window: Number.POSITIVE_INFINITY,
        rounds: 1,
        seed: 0,
      },
    );
    for (const height of [100, 600]) {
      const targets = lifted(
        { ...grid, easting: grid.easting.map((x) => x + 1000), northing: grid.northing.map((y) => y + 800) },
        () => height,
      );
      const truth = targets.easting.map((x, i) => field(x, targets.northing[i] as number, height));
      const predicted = await native.sourceField(
        lifted(readings, () => -400),
        charges,
        targets,
      );
      expect(rms(predicted.map((value, i) => value - (truth[i] as number)))).toBeLessThan(0.01 * rms(truth));
    }
  });

  it("do not depend on the order of the readings", async () => {
    const flat = { ...readings, values };
    const mixed = shuffled(flat, 3);
    const options = { damping: 1e-3, window: 3000, rounds: 1, seed: 5 };
    const a = await native.fitSources(
      lifted(flat, () => 100),
      values,
      sources,
      options,
    );
    const b = await native.fitSources(
      lifted(mixed, () => 100),
      mixed.values,
      sources,
      options,
    );
    expect(b.charges).toEqual(a.charges);
  });

  it("refuse places that are not finite", async () => {
    const broken = { ...sources, upward: sources.upward.map((z, i) => (i === 7 ? Number.NaN : z)) };
    await expect(native.sourceField(broken, new Float64Array(150), places)).rejects.toThrow(/upward\[7\]/);
  });
});
