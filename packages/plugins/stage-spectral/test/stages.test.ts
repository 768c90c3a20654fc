import type { GridSource, PluginContext, RawData, StagePlugin } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { nativeKernels } from "@geoanomaly/native";
import { describe, expect, it } from "vitest";
import { bandPass, derivative, pseudoGravity, reduceToPole, separate, tilt, totalGradient, upwardContinuation } from "../src/index.js";
import { GEOGRAPHIC, gridData, HEADER, mass, samples } from "./field-grid.js";

interface Outcome {
  readonly grid: GridSource;
  readonly values: Float32Array;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly products: Readonly<Record<string, RawData>>;
  readonly warnings: readonly string[];
}

async function run(stage: StagePlugin, input: RawData, parameters: object, more: Partial<PluginContext> = {}): Promise<Outcome> {
  const context = await testContext({ kernels: nativeKernels() });
  const products: Record<string, RawData> = {};
  let facts: Record<string, unknown> = {};
  const lent: PluginContext = {
    ...context,
    report: (reported) => {
      facts = { ...facts, ...reported };
    },
    product: (name, data) => {
      products[name] = data;
    },
    ...more,
  };
  const data = await stage.run(input, { ...parameters }, lent);
  if (data.kind !== "grid") throw new Error(`a grid was expected, not ${data.kind}`);
  const values = await data.grid.read(0, data.grid.rows, context.signal);
  return {
    grid: data.grid,
    values,
    facts,
    products,
    warnings: context.logged.filter(({ level }) => level === "warn").map(({ message }) => message),
  };
}

const valuesOf = async (data: RawData | undefined) => {
  if (data?.kind !== "grid") throw new Error("a grid was expected");
  return data.grid.read(0, data.grid.rows, new AbortController().signal);
};
const rms = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const difference = (a: Float32Array, b: Float32Array) => a.map((value, i) => value - b[i]!);
const gravity = samples(mass(200, -300, 500));
const magnetic = { quantity: { functional: "total-field-anomaly", unit: "nT" } } as const;

describe("stage upward-continuation", () => {
  it("raises the height and the resolution with the field, and keeps the error as a bound", async () => {
    const errors = new Float32Array(gravity.length).fill(0.2);
    const { grid, values, facts } = await run(upwardContinuation, gridData(gravity, {}, errors), { height: 300 });
    expect(grid.height).toEqual({ metres: 1500, datum: "geoid" });
    expect(grid.quantity).toEqual(HEADER.quantity);
    expect(grid.effectiveResolution).toBeCloseTo(Math.PI * 300, 6);
    expect(Math.max(...values) / Math.max(...gravity)).toBeCloseTo((500 / 800) ** 2, 1); // a mass 500 m deep seen from 800 m
    expect(await grid.readUncertainty?.(0, 1, new AbortController().signal)).toEqual(errors.subarray(0, HEADER.cols));
    expect(facts).toMatchObject({ height: 300, gapsFilled: 0, uncertainty: "kept as an upper bound" });
  });

  it("does nothing at height 0", async () => {
    const { values, grid } = await run(upwardContinuation, gridData(gravity), { height: 0 });
    expect(rms(difference(values, gravity)) / rms(gravity)).toBeLessThan(1e-6);
    expect(grid.effectiveResolution).toBe(HEADER.effectiveResolution);
  });

  it("refuses to go down", async () => {
    await expect(run(upwardContinuation, gridData(gravity), { height: -10 })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });
});

describe("stages of derivatives", () => {
  it("give a gradient its unit, and a higher one no name", async () => {
    const first = await run(derivative, gridData(gravity), { direction: "down" });
    expect(first.grid.quantity).toEqual({ functional: "gravity-gradient", unit: "mGal/m" });
    const second = await run(derivative, gridData(gravity), { direction: "down", order: 2 });
    expect(second.grid.quantity).toEqual({ functional: "unknown", unit: "1" });
    expect(second.facts.unit).toBe("mGal/m2");
    const errors = await run(derivative, gridData(gravity, {}, gravity), { direction: "up" });
    expect(errors.grid.readUncertainty).toBeUndefined();
    expect(errors.facts.uncertainty).toMatch(/dropped/);
    expect(
      Math.max(
        ...difference(
          first.values,
          errors.values.map((value) => -value),
        ).map(Math.abs),
      ),
    ).toBeLessThan(1e-9);
  });

  it("make the total gradient of the three of them, and the tilt of two sizes", async () => {
    const [east, north, down] = await Promise.all(
      ["east", "north", "down"].map(async (direction) => (await run(derivative, gridData(gravity), { direction })).values),
    );
    const total = await run(totalGradient, gridData(gravity), {});
    expect(total.grid.quantity).toEqual({ functional: "total-gradient", unit: "mGal/m" });
    const angle = await run(tilt, gridData(gravity), {});
    expect(angle.grid.quantity).toEqual({ functional: "tilt", unit: "degree" });
    for (let i = 0; i < gravity.length; i += 37) {
      expect(total.values[i]).toBeCloseTo(Math.sqrt(east![i]! ** 2 + north![i]! ** 2 + down![i]! ** 2), 8);
      expect(Math.tan((angle.values[i]! * Math.PI) / 180) * Math.sqrt(east![i]! ** 2 + north![i]! ** 2)).toBeCloseTo(down![i]!, 6);
    }
  });

  it("find no tilt over a vertical contact reduced to the pole, and 45 degrees one depth beside it", async () => {
    const depth = 600;
    const contact = samples((east) => 400 * Math.atan(east / depth), { ...HEADER, rows: 60, cols: 241 });
    const { values } = await run(
      tilt,
      gridData(contact, { rows: 60, cols: 241, quantity: { functional: "reduced-to-pole", unit: "nT" } }),
      {},
    );
    const at = (east: number) => values[30 * 241 + 120 + east / 100]!;
    expect(Math.abs(at(0))).toBeLessThan(1);
    expect(at(600)).toBeGreaterThan(42);
    expect(at(600)).toBeLessThan(48);
    expect(at(-600)).toBeLessThan(-42);
    expect(at(-600)).toBeGreaterThan(-48);
  });

  it("refuse what has no unit to derive", async () => {
    const heights = gridData(gravity, { quantity: { functional: "topography", unit: "m" } });
    for (const stage of [tilt, totalGradient]) await expect(run(stage, heights, {})).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});

describe("stages of magnetic fields", () => {
  it("reduce to the pole, and say when the guard had to act", async () => {
    const high = await run(reduceToPole, gridData(gravity, magnetic), { inclination: 62, declination: 9 });
    expect(high.grid.quantity).toEqual({ functional: "reduced-to-pole", unit: "nT" });
    expect(high.facts).toMatchObject({ guard: 20, guardApplied: false, field: { inclination: 62, declination: 9 } });
    expect(high.warnings).toEqual([]);
    const low = await run(reduceToPole, gridData(gravity, magnetic), { mainField: { inclination: -8, declination: 9, intensity: 33000 } });
    expect(low.facts).toMatchObject({ guardApplied: true });
    expect(low.warnings).toHaveLength(1);
  });

  it("leave a field that is vertical already as it is", async () => {
    const { values } = await run(reduceToPole, gridData(gravity, magnetic), { inclination: 90, declination: 40 });
    expect(rms(difference(values, gravity)) / rms(gravity)).toBeLessThan(1e-6);
  });

  it("give pseudo-gravity in mGal, in proportion to the density it is told", async () => {
    const parameters = { inclination: 50, declination: 0, magnetisationInclination: 20 };
    const one = await run(pseudoGravity, gridData(gravity, magnetic), parameters);
    const three = await run(pseudoGravity, gridData(gravity, magnetic), { ...parameters, densityPerMagnetisation: 300 });
    expect(one.grid.quantity).toEqual({ functional: "pseudo-gravity", unit: "mGal" });
    expect(one.facts).toMatchObject({ densityPerMagnetisation: 100, magnetisation: { inclination: 20, declination: 0 } });
    expect(rms(three.values) / rms(one.values)).toBeCloseTo(3, 5);
  });

  it("refuse gravity, a field that holds the main field, and a direction that is not whole", async () => {
    const direction = { inclination: 60, declination: 0 };
    await expect(run(reduceToPole, gridData(gravity), direction)).rejects.toThrow(
      /total-field anomaly in nT.*complete-bouguer-anomaly in mGal/,
    );
    const whole = gridData(gravity, { quantity: { functional: "total-field", unit: "nT" } });
    await expect(run(reduceToPole, whole, direction)).rejects.toThrow(/main-field-removal/);
    await expect(run(reduceToPole, gridData(gravity, magnetic), { inclination: 60 })).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
    });
    await expect(run(reduceToPole, gridData(gravity, magnetic), { ...direction, mainField: direction })).rejects.toThrow(/both/);
  });
});

describe("stage separate", () => {
  const plane = samples((east, north) => 12 + 0.004 * east - 0.007 * north);
  const bowl = samples((east, north) => 5e-6 * (east - 300) ** 2 - 3e-6 * east * north);
  const anomaly = samples(mass(-400, 200, 250));
  const sum = (...parts: Float32Array[]) => parts[0]!.map((_, i) => parts.reduce((total, part) => total + part[i]!, 0));

  it.each([
    [1, sum(plane)],
    [2, sum(plane, bowl)],
  ])("finds a polynomial of degree %i to the last digits, gaps or not", async (order, field) => {
    const holed = field.map((value, i) => (i % 11 === 4 || i < 300 ? Number.NaN : value));
    const { values, grid, products } = await run(separate, gridData(holed), { method: "polynomial", order, keep: "regional" });
    expect(grid.quantity).toEqual(HEADER.quantity);
    for (let i = 0; i < field.length; i++) {
      if (Number.isNaN(holed[i])) expect(values[i]).toBeNaN();
      else expect(Math.abs(values[i]! - field[i]!)).toBeLessThan(2e-5);
    }
    expect(Math.max(...(await valuesOf(products.residual)).map((value) => Math.abs(value) || 0))).toBeLessThan(2e-5);
  });

  it("does not let an anomaly bend the trend where it is robust", async () => {
    const strong = anomaly.map((value) => 20 * value);
    const robust = await run(separate, gridData(sum(plane, strong)), { method: "polynomial", keep: "regional" });
    const plain = await run(separate, gridData(sum(plane, strong)), { method: "polynomial", keep: "regional", robust: false });
    const error = (values: Float32Array) => rms(difference(values, plane));
    expect(error(robust.values)).toBeLessThan(0.4 * error(plain.values));
    expect(robust.facts).toMatchObject({ method: "polynomial", order: 1, robust: true, stride: 1 });
  });

  it.each([
    ["spectral", { wavelength: 3000 }],
    ["upward-continuation", { height: 800 }],
    ["polynomial", { order: 3 }],
  ])("takes the field apart by %s without losing any of it", async (method, parameters) => {
    const field = sum(plane, anomaly);
    const { values, grid, products } = await run(separate, gridData(field), { method, ...parameters });
    expect(grid.quantity).toEqual({ functional: "gravity-residual", unit: "mGal" });
    expect(grid.effectiveResolution).toBe(HEADER.effectiveResolution);
    const { regional } = products;
    expect(rms(difference(sum(values, await valuesOf(regional)), field))).toBeLessThan(2e-6);
    if (regional?.kind === "grid") expect(regional.grid.effectiveResolution).toBeGreaterThan(500);
    expect(Math.max(...values)).toBeGreaterThan(0.6 * Math.max(...anomaly)); // most of a narrow anomaly is residual
  });

  it("refuses a parameter of another method", async () => {
    await expect(run(separate, gridData(plane), { method: "polynomial", wavelength: 3000 })).rejects.toThrow(/wavelength.*polynomial/);
    await expect(run(separate, gridData(plane), { method: "spectral" })).rejects.toThrow(/wavelength/);
  });
});

describe("stage band-pass", () => {
  it("makes a residual of a field without its long wavelengths, and only then", async () => {
    const low = await run(bandPass, gridData(gravity), { shortest: 1000 });
    expect(low.grid.quantity).toEqual(HEADER.quantity);
    expect(low.grid.effectiveResolution).toBe(500);
    const high = await run(bandPass, gridData(gravity), { longest: 1000 });
    expect(high.grid.quantity).toEqual({ functional: "gravity-residual", unit: "mGal" });
    expect(high.grid.effectiveResolution).toBe(100);
    expect(
      rms(
        difference(
          low.values.map((value, i) => value + high.values[i]!),
          gravity,
        ),
      ),
    ).toBeLessThan(2e-6);
  });
});

describe("every spectral stage", () => {
  it("takes a small graticule by the scale of its middle latitude, and says so", async () => {
    const { facts, grid } = await run(upwardContinuation, gridData(gravity, GEOGRAPHIC), { height: 1000 });
    expect(facts.scaleError).toBeGreaterThan(0);
    expect(grid.effectiveResolution).toBeCloseTo((Math.PI * 1000) / 110_740, 3); // metres in a degree of latitude at 22 S
  });

  it("has no plane for a large one", async () => {
    const large = { ...GEOGRAPHIC, transform: [0.5, 0, 100, 0, -0.5, 10] as const };
    await expect(run(upwardContinuation, gridData(gravity, large), { height: 10 })).rejects.toThrow(/project it/);
  });

  it("refuses a grid without data, and one that does not fit into memory, with numbers", async () => {
    const nothing = gridData(new Float32Array(gravity.length).fill(Number.NaN));
    await expect(run(tilt, nothing, {})).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    const refusal = run(tilt, gridData(gravity), {}, { memoryBytes: 1000 });
    await expect(refusal).rejects.toThrow(/40 x 48 samples need \d+ bytes, allowed are 1000/);
  });
});
