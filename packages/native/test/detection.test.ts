import type { DetectionKernels } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { describe, expect, it } from "vitest";
import { detection } from "../lib/detection/index.js";
import { nativeHost } from "./native-host.js";
import { seededRandom, seededSamples } from "./seeded-grid.js";

const native = detection(nativeHost());
const reference = referenceKernels.detection;
const shape = { rows: 23, cols: 30 };
const scales = [1, 1.6, 2.5];
const windows = [5, 6, 8];
const identity = Float64Array.from({ length: 241 }, (_, k) => -6 + k / 20);
const stretch = Float64Array.from({ length: shape.rows }, (_, row) => 1 / Math.cos(((row - 11) / 12) * 1.5));

/** Largest difference of two arrays whose NaN stand in the same places. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) && Number.isNaN(b[i])) continue;
    largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) return Number.POSITIVE_INFINITY;
  }
  return largest;
}

const layouts = [
  { name: "a plane grid", options: {} },
  { name: "a grid that comes round", options: { wrap: true, columnStretch: stretch } },
];

describe.each(layouts)("detection kernels on $name", ({ options }) => {
  const values = seededSamples(shape.rows * shape.cols, 3, { spread: 4 });
  const normal = seededSamples(shape.rows * shape.cols, 5, { spread: 2, voids: 0.05 });
  const mask = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));

  it("split into the same bands as the reference", async () => {
    const request = { scales, windows, probabilities: [0, 0.5, 0.97, 1], ...options };
    const [ours, theirs] = [await native.bands(values, shape, request), await reference.bands(values, shape, request)];
    ours.forEach((band, k) => {
      expect(difference(band.values, theirs[k]!.values)).toBeLessThan(1e-6);
      expect(Math.abs(band.deviation / theirs[k]!.deviation - 1)).toBeLessThan(1e-9);
      expect(difference(band.quantiles, theirs[k]!.quantiles)).toBeLessThan(1e-5);
    });
  });

  it("draw the same surrogates as the reference", async () => {
    for (const index of [0, 1, 6]) {
      const request = { seed: 11, marginal: identity, mask, index, ...options };
      expect(difference(await native.surrogate(normal, shape, request), await reference.surrogate(normal, shape, request))).toBeLessThan(
        1e-5,
      );
    }
  });

  it("find the same extremes as the reference, and those of the surrogates they draw", async () => {
    const request = { scales, windows, seed: 11, marginal: identity, mask, surrogates: 5, probabilities: [0.9], ...options };
    const [ours, theirs] = [await native.surrogateMaxima(normal, shape, request), await reference.surrogateMaxima(normal, shape, request)];
    expect(difference(ours.positive, theirs.positive)).toBeLessThan(1e-4);
    expect(difference(ours.negative, theirs.negative)).toBeLessThan(1e-4);
    expect(ours.quantiles).toHaveLength(5 * scales.length);
    expect(difference(ours.quantiles, theirs.quantiles)).toBeLessThan(0.02); // a value at the edge of a bin may fall to either side
    const third = await native.bands(await native.surrogate(normal, shape, { ...request, index: 3 }), shape, request);
    third.forEach((band, k) => {
      const finite = [...band.values].filter(Number.isFinite);
      expect(ours.positive[3 * scales.length + k]).toBe(Math.max(...finite));
      expect(ours.negative[3 * scales.length + k]).toBe(-Math.min(...finite));
    });
  });

  it("give the same bits with one thread and with three", async () => {
    const request = { scales, windows, seed: 4, marginal: identity, surrogates: 7, ...options };
    expect(await native.surrogateMaxima(normal, shape, { ...request, threads: 3 })).toEqual(
      await native.surrogateMaxima(normal, shape, { ...request, threads: 1 }),
    );
  });
});

describe.each([
  ["reference", reference],
  ["native", native],
] as const)("%s detection kernels", (_, kernels: DetectionKernels) => {
  it("keep the amplitude spectrum of every parallel of a globe", async () => {
    const [rows, cols] = [3, 12];
    const normal = seededSamples(rows * cols, 9, { spread: 2, voids: 0 });
    const drawn = await kernels.surrogate(normal, { rows, cols }, { seed: 1, index: 4, marginal: identity, wrap: true });
    const amplitude = (field: Float32Array, row: number, order: number) => {
      let [re, im] = [0, 0];
      for (let col = 0; col < cols; col++) {
        re += field[row * cols + col]! * Math.cos((2 * Math.PI * order * col) / cols);
        im += field[row * cols + col]! * Math.sin((2 * Math.PI * order * col) / cols);
      }
      return Math.hypot(re, im);
    };
    for (let row = 0; row < rows; row++)
      for (let order = 1; order <= cols / 2; order++) expect(amplitude(drawn, row, order)).toBeCloseTo(amplitude(normal, row, order), 3);
    expect(difference(drawn, normal)).toBeGreaterThan(0.5);
  });

  it("give surrogates the mean, the deviation and the marginal they are told", async () => {
    const normal = seededSamples(400, 8, { spread: 1.6, voids: 0 });
    const moments = (field: Float32Array) => {
      const mean = field.reduce((sum, value) => sum + value, 0) / field.length;
      return [mean, Math.sqrt(field.reduce((sum, value) => sum + (value - mean) ** 2, 0) / field.length)] as const;
    };
    const plain = await kernels.surrogate(normal, { rows: 20, cols: 20 }, { seed: 2, index: 0, marginal: identity });
    const cubed = await kernels.surrogate(normal, { rows: 20, cols: 20 }, { seed: 2, index: 0, marginal: identity.map((z) => z ** 3) });
    const [mean, deviation] = moments(plain);
    expect(mean).toBeCloseTo(moments(normal)[0], 5);
    expect(deviation).toBeCloseTo(moments(normal)[1], 5);
    cubed.forEach((value, cell) => {
      expect(Math.abs(value - plain[cell]! ** 3)).toBeLessThan(0.04); // knots every 0.05: the chord of a cube is off by 6 z 0.05^2 / 8
    });
  });

  it("see nothing in a constant, and a bump where it stands, with its sign", async () => {
    const place = { rows: 41, cols: 37 };
    const flat = new Float32Array(place.rows * place.cols).fill(7);
    for (const band of await kernels.bands(flat, place, { scales: [2], windows: [8] }))
      for (const value of band.values) expect(Math.abs(value)).toBeLessThan(1e-3);
    const bump = Float32Array.from(flat, (value, cell) => {
      const [row, col] = [Math.floor(cell / place.cols), cell % place.cols];
      return value - 3 * Math.exp(-((row - 20) ** 2 + (col - 12) ** 2) / 8);
    });
    const [band] = await kernels.bands(bump, place, { scales: [2], windows: [8] });
    expect(band!.values.indexOf(Math.min(...band!.values))).toBe(20 * place.cols + 12);
  });

  it("label components as a search by hand would, with and without coming round", async () => {
    const picture = ["##..#.", "......", "#....#", "..oo..", ".#..##"];
    const score = Float32Array.from(picture.join(""), (mark) => (mark === "#" ? 3 : mark === "o" ? -3 : 0));
    const place = { rows: 5, cols: 6 };
    const open = await kernels.components(score, place, { low: 2, high: 3 });
    expect([...open.labels].join("")).toBe("110020000000300004005500060077");
    const round = await kernels.components(score, place, { low: 2, high: 3, wrap: true });
    expect([...round.labels].join("")).toBe("110020000000300003004400050066");
    expect(round.count).toBe(6);
  });

  it("keep a component only if it holds a high cell", async () => {
    const score = Float32Array.of(2, 5, 2, 0, 2, 2, Number.NaN, -2, -9);
    const { labels, count } = await kernels.components(score, { rows: 1, cols: 9 }, { low: 2, high: 4 });
    expect([[...labels], count]).toEqual([[1, 1, 1, 0, 0, 0, 0, 2, 2], 2]);
  });

  it("refuse what does not fit", async () => {
    const field = new Float32Array(12);
    await expect(kernels.bands(field, { rows: 3, cols: 5 }, { scales: [1], windows: [4] })).rejects.toMatchObject({
      code: "GAM_GRID_MISMATCH",
    });
    await expect(kernels.bands(field, { rows: 3, cols: 4 }, { scales: [0], windows: [4] })).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
    });
    await expect(kernels.components(field, { rows: 3, cols: 4 }, { low: 3, high: 2 })).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
    });
    await expect(
      kernels.surrogate(new Float32Array(34), { rows: 1, cols: 34 }, { seed: 1, index: 0, marginal: identity, wrap: true }),
    ).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});

it("components agree on random maps", async () => {
  const random = seededRandom(77);
  for (let trial = 0; trial < 40; trial++) {
    const place = { rows: 1 + Math.floor(random() * 14), cols: 1 + Math.floor(random() * 14) };
    const score = Float32Array.from({ length: place.rows * place.cols }, () => (random() < 0.05 ? Number.NaN : 8 * (random() - 0.5)));
    for (const wrap of [false, true]) {
      const options = { low: 1.5, high: 3, wrap };
      expect(await native.components(score, place, options)).toEqual(await reference.components(score, place, options));
    }
  }
});
