import type { Shape, SpectralOperation } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { describe, expect, it } from "vitest";
import { spectral } from "../lib/spectral/index.js";
import { nativeHost } from "./native-host.js";

const native = spectral(nativeHost());
const reference = referenceKernels.spectral;

let state = 99;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const noise = (length: number) => Float64Array.from({ length }, () => random() - 0.5);

const low = { inclination: 4, declination: 0 };
const field = { inclination: -48, declination: 17 };
const chains: readonly (readonly SpectralOperation[])[] = [
  [],
  [{ kind: "upward-continuation", height: 130 }],
  [{ kind: "downward-continuation", depth: 90, cutoff: 400 }],
  [{ kind: "derivative", direction: "east", order: 1 }],
  [{ kind: "derivative", direction: "north", order: 3 }],
  [
    { kind: "derivative", direction: "up", order: 1 },
    { kind: "derivative", direction: "east", order: 2 },
  ],
  [{ kind: "band-pass", shortest: 300, longest: 2000, window: "gaussian" }],
  [{ kind: "band-pass", shortest: 300, window: "butterworth", order: 3 }],
  [{ kind: "band-pass", longest: 900, window: "cosine" }],
  [{ kind: "reduction-to-pole", field, magnetisation: low }],
  [{ kind: "reduction-to-pole", field: low, guard: 0 }],
  [{ kind: "pseudo-gravity", field, densityPerMagnetisation: 100 }],
  [{ kind: "vertical-integral" }],
];
const shapes: readonly Shape[] = [
  { rows: 24, cols: 30 },
  { rows: 25, cols: 31 },
  { rows: 1, cols: 17 },
  { rows: 19, cols: 1 },
  { rows: 1, cols: 1 },
];
const spacing = { east: 70, north: 110 };

const worstOf = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let [worst, largest] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    if (Number.isNaN(b[i]) !== Number.isNaN(a[i])) return Number.POSITIVE_INFINITY;
    if (Number.isNaN(b[i])) continue;
    worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
    largest = Math.max(largest, Math.abs(b[i]!));
  }
  return worst / (largest || 1);
};

describe("spectral kernels agree with the reference", () => {
  it.each(shapes)("in every filter of a grid of $rows x $cols, with gaps and without", async (shape) => {
    const values = Float32Array.from(noise(shape.rows * shape.cols), (value) => 40 + 100 * value);
    const holed = values.map((value, i) => (i % 7 === 3 || (i > 40 && i < 90) ? Number.NaN : value));
    for (const operations of chains)
      for (const samples of [values, holed])
        for (const padding of ["none", { fraction: 0.3 }] as const) {
          const expected = await reference.filter(samples, shape, spacing, operations, { padding });
          const actual = await native.filter(samples, shape, spacing, operations, { padding });
          const what = `${JSON.stringify(operations)} ${JSON.stringify(padding)}`;
          expect(worstOf(actual.values, expected.values), what).toBeLessThan(2e-6);
          expect(actual.padded, what).toEqual(expected.padded);
          expect(actual.filled, what).toBe(expected.filled);
          for (const part of ["centre", "east", "north"] as const) expect(actual.plane[part]).toBeCloseTo(expected.plane[part], 9);
        }
  });

  it.each([
    { rows: 12, cols: 20 },
    { rows: 17, cols: 19 },
    { rows: 1, cols: 1 },
    { rows: 34, cols: 23 },
    { rows: 2, cols: 101 },
  ])("in transforms of $rows x $cols, there and back", async (shape) => {
    const values = noise(shape.rows * shape.cols);
    const expected = await reference.transform2d(values, shape);
    const spectrum = await native.transform2d(values, shape);
    expect(worstOf(spectrum, expected)).toBeLessThan(1e-13);
    expect(worstOf(await native.inverse2d(spectrum, shape), values)).toBeLessThan(1e-14);
    expect(worstOf(await reference.inverse2d(expected, shape), values)).toBeLessThan(1e-14);
    const wrong = noise(spectrum.length); // not the spectrum of real values: the part that is counts
    expect(worstOf(await native.inverse2d(wrong, shape), await reference.inverse2d(wrong, shape))).toBeLessThan(1e-12);
  });

  it("in filling gaps, and neither touches what is known", async () => {
    const shape = { rows: 61, cols: 44 };
    const values = Float32Array.from(noise(shape.rows * shape.cols), (value, i) => ((i * 7) % 31 > 4 || i < 900 ? Number.NaN : value));
    const [actual, expected] = [await native.fillGaps(values, shape), await reference.fillGaps(values, shape)];
    expect(worstOf(actual, expected)).toBeLessThan(1e-13);
    expect(values.every((value, i) => Number.isNaN(value) || value === actual[i])).toBe(true);
    expect(actual.some(Number.isNaN)).toBe(false);
  });
});

describe.each([
  ["native", native],
  ["reference", reference],
])("the %s spectral kernels", (_, kernels) => {
  it("leave a grid without any data as it is", async () => {
    const empty = new Float32Array(12).fill(Number.NaN);
    const { values, filled } = await kernels.filter(empty, { rows: 3, cols: 4 }, spacing, chains[1]!);
    expect(values.every(Number.isNaN)).toBe(true);
    expect(filled).toBe(12);
    expect((await kernels.fillGaps(empty, { rows: 3, cols: 4 })).every(Number.isNaN)).toBe(true);
  });

  it.each([
    ["a height below 0", [{ kind: "upward-continuation", height: -5 }]],
    ["a band without limits", [{ kind: "band-pass", window: "gaussian" }]],
    ["a band upside down", [{ kind: "band-pass", shortest: 20, longest: 10, window: "cosine" }]],
    ["an order that is not whole", [{ kind: "derivative", direction: "up", order: 0.5 }]],
    ["the equator without a guard", [{ kind: "reduction-to-pole", field: { inclination: 0, declination: 0 }, guard: 0 }]],
    ["an operation nobody knows", [{ kind: "blur" }]],
  ])("refuse %s", async (_what, operations) => {
    const call = kernels.filter(new Float32Array(4), { rows: 2, cols: 2 }, spacing, operations as unknown as SpectralOperation[]);
    await expect(call).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });

  it("refuse arrays of another size, and a spacing that is none", async () => {
    await expect(kernels.filter(new Float32Array(5), { rows: 2, cols: 2 }, spacing, [])).rejects.toMatchObject({
      code: "GAM_GRID_MISMATCH",
    });
    await expect(kernels.transform2d(new Float64Array(0), { rows: 0, cols: 0 })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    await expect(kernels.inverse2d(new Float64Array(5), { rows: 2, cols: 2 })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    await expect(kernels.filter(new Float32Array(4), { rows: 2, cols: 2 }, { east: 0, north: 1 }, [])).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
    });
  });

  it("stop when told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(kernels.filter(new Float32Array(4), { rows: 2, cols: 2 }, spacing, [], { signal })).rejects.toThrow("enough");
  });
});
