import type { PotentialField } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import {
  coefficients,
  gravity,
  irregularRequest,
  kernelSets,
  magnetic,
  magneticVector,
  prismMesh,
  stationsAt,
} from "./potential-fixture.js";

const prism = [0, 100, 0, 80, -150, -50] as const;
const mesh = prismMesh([...prism]);
const G = 6.6743e-11 * 1e5;

/** East, north, up, mGal per kg/m3: the closed form with ln(y + r) evaluated in 80 digits (mpmath 1.3.0). Outside, on faces, edges and corners, inside, far. */
const GRAVITY = [
  [50, 40, 0, 0.0005295837452442428],
  [30, 10, -50, 0.001286412001575727],
  [100, 20, -100, 0.0],
  [0, 0, -50, 0.0006106705421665491],
  [100, 80, -30, 0.0004765842722415692],
  [50, 40, -100, 0.0],
  [20, 80, -150, -0.0008933419022930423],
  [0, 40, -50, 0.000939076829875444],
  [-300, 500, 5, 2.7576034267785842e-6],
  [1900, -700, 30, 8.719361170345698e-8],
  [5000, 3000, -70, 8.348987433742668e-10],
  [20000, 1000, 30, 8.711171003593363e-11],
  [100000, -20000, 30, 6.552607125904527e-13],
  [1000000, 3, 1000, 5.874254423446526e-15],
] as const;

/** The same for the components of a magnetisation vector, nT per SI, in a field of 50,000 nT, inclination 62, declination 7.5 degrees. */
const MAGNETIC = [
  [50, 40, 0, -172.4363926347621, -1475.2431907598298, -5283.072587501327],
  [37, 11, -49, 1802.7205874073347, 3857.5877832611864, -24611.9171622649],
  [50, 40, -101, -892.2866303726863, -9714.145110799267, 12863.297598334566],
  [130, -10, -160, 1324.182266648213, -2189.753025409187, 1155.8113819993],
  [-300, 500, 5, -5.744624016517444, -0.9906899730738543, 15.259406523353224],
  [1900, -700, 30, -0.2170712847006844, -0.10909722661599741, 0.33951362980189725],
  [20000, 1000, 30, 6.868543838949673e-5, -0.00018145414575874907, 0.00035332095070842617],
  [300000, -20000, 3000, 1.8750344605293574e-10, -5.501902864494239e-8, 1.0351119605253672e-7],
] as const;

/** A field along one axis and of such strength that component c is the second derivative of the integral of 1 / r along both. */
const along = (inclination: number, declination: number): PotentialField => ({
  kind: "magnetic-vector",
  mainField: { inclination, declination, intensity: 4 * Math.PI },
});
const EAST = along(0, 90);
const NORTH = along(0, 0);
const UP = along(-90, 0);

describe.each(kernelSets)("prisms of the %s kernels", (_, kernels) => {
  const at = async (field: PotentialField, ...places: (readonly [number, number, number])[]) =>
    (await coefficients(kernels, { mesh, stations: stationsAt(...places), field })).map((row) => [...row]);

  it("attract as the closed form in many digits says, from the middle to a thousand kilometres", async () => {
    const actual = await at(gravity, ...GRAVITY.map(([e, n, u]) => [e, n, u] as const));
    for (const [i, [, , , expected]] of GRAVITY.entries())
      expect(Math.abs((actual[i]?.[0] ?? Number.NaN) - expected)).toBeLessThanOrEqual(3e-9 * Math.abs(expected) + 1e-17);
  });

  it("are magnetic as the closed form in many digits says", async () => {
    const places = MAGNETIC.map(([e, n, u]) => [e, n, u] as const);
    const [vector, induced] = [await at(magneticVector, ...places), await at(magnetic, ...places)];
    const [i, d] = [(62 * Math.PI) / 180, (7.5 * Math.PI) / 180];
    const direction = [Math.cos(i) * Math.sin(d), Math.cos(i) * Math.cos(d), -Math.sin(i)];
    for (const [row, [, , , ...expected]] of MAGNETIC.entries()) {
      const size = Math.hypot(...expected);
      for (const c of [0, 1, 2]) expect(Math.abs((vector[row]?.[c] ?? Number.NaN) - (expected[c] ?? 0))).toBeLessThan(3e-9 * size);
      const total = expected.reduce((sum, value, c) => sum + value * (direction[c] ?? 0), 0);
      expect(Math.abs((induced[row]?.[0] ?? Number.NaN) - total)).toBeLessThan(3e-9 * size);
    }
  });

  it("attract as a sphere of the same mass in the limit of distance", async () => {
    const cube = prismMesh([-50, 50, -50, 50, -50, 50]);
    for (const distance of [1000, 10_000, 1e6]) {
      const place = [0.6 * distance, 0.48 * distance, 0.64 * distance] as const;
      const [[actual = Number.NaN] = []] = await coefficients(kernels, { mesh: cube, stations: stationsAt(place), field: gravity });
      const sphere = (G * 1e6 * 0.64) / distance ** 2;
      expect(Math.abs(actual / sphere - 1)).toBeLessThan(2 * (50 / distance) ** 4 + 1e-9); // a cube has no quadrupole
    }
  });

  it("are dipoles in the limit of distance", async () => {
    const cube = prismMesh([-50, 50, -50, 50, -50, 50]);
    const [i, d] = [(62 * Math.PI) / 180, (7.5 * Math.PI) / 180];
    const direction = [Math.cos(i) * Math.sin(d), Math.cos(i) * Math.cos(d), -Math.sin(i)] as const;
    for (const distance of [1000, 10_000, 1e6]) {
      const unit = [0.6, 0.48, 0.64] as const;
      const stations = stationsAt([unit[0] * distance, unit[1] * distance, unit[2] * distance]);
      const [[actual = Number.NaN] = []] = await coefficients(kernels, { mesh: cube, stations, field: magnetic });
      const cosine = unit.reduce((sum, value, c) => sum + value * (direction[c] ?? 0), 0);
      const dipole = ((50000 * 1e6) / (4 * Math.PI * distance ** 3)) * (3 * cosine ** 2 - 1);
      expect(Math.abs(actual / dipole - 1)).toBeLessThan(20 * (50 / distance) ** 4 + 1e-9);
    }
  });

  it("attract continuously across faces, edges and corners", async () => {
    for (const [e, n, u] of [
      [100, 40, -80],
      [30, 80, -120],
      [70, 20, -50],
      [70, 20, -150],
      [100, 80, -90],
      [0, 33, -150],
      [0, 0, -50],
      [100, 80, -150],
    ] as const) {
      const step = 1e-7;
      const around = [
        [1, 0, 0],
        [-1, 0, 0],
        [0, 1, 0],
        [0, -1, 0],
        [0, 0, 1],
        [0, 0, -1],
      ].map(([a = 0, b = 0, c = 0]) => [e + a * step, n + b * step, u + c * step] as const);
      const [[on = Number.NaN] = [], ...beside] = await at(gravity, [e, n, u], ...around);
      for (const [value = Number.NaN] of beside) expect(Math.abs(value - on)).toBeLessThan(G * 2000 * step);
    }
  });

  it("have on a face the magnetic field just east, north or above of it", async () => {
    for (const [[e, n, u], [a, b, c]] of [
      [
        [100, 40, -80],
        [1, 0, 0],
      ],
      [
        [0, 40, -80],
        [1, 0, 0],
      ],
      [
        [30, 80, -120],
        [0, 1, 0],
      ],
      [
        [30, 0, -120],
        [0, 1, 0],
      ],
      [
        [70, 20, -50],
        [0, 0, 1],
      ],
      [
        [70, 20, -150],
        [0, 0, 1],
      ],
      [
        [170, 80, -120],
        [0, 1, 0],
      ],
      [
        [170, 80, -50],
        [0, 1, 1],
      ],
    ] as const) {
      const step = 1e-6;
      const [on = [], beside = []] = await at(magneticVector, [e, n, u], [e + a * step, n + b * step, u + c * step]);
      for (const i of [0, 1, 2]) expect(Math.abs((on[i] ?? Number.NaN) - (beside[i] ?? 0))).toBeLessThan(1e-2);
    }
  });

  it("stay finite on edges and corners of magnetised cells, and jump nowhere inside a uniform block", async () => {
    const edges = await at(magneticVector, [0, 0, -100], [100, 40, -50], [0, 0, -50], [100, 80, -150]);
    expect(edges.flat().every(Number.isFinite)).toBe(true);
    const blocks = { ...mesh, easting: Float64Array.of(30, 70), northing: Float64Array.of(40, 40), downward: Float64Array.of(60, 40) };
    const places = stationsAt([30, 40, -110], [30, 40, -90], [30, 17, -110]);
    const whole = await kernels.forward({ mesh, stations: places, field: magnetic }, Float64Array.of(1));
    const parts = await kernels.forward({ mesh: blocks, stations: places, field: magnetic }, new Float64Array(8).fill(1));
    for (const [i, value] of whole.entries()) expect(parts[i]).toBeCloseTo(value, 6);
  });

  it("obey Laplace's equation outside, and lose 4 pi inside", async () => {
    for (const [place, expected] of [
      [[130, -20, -30], 0],
      [[50, 90, -100], 0],
      [[1900, 10, 30], 0],
      [[8000, 10, 30], 0],
      [[20, 30, -70], -4 * Math.PI],
    ] as const) {
      const [[ee = Number.NaN] = []] = await at(EAST, place);
      const [[, nn = Number.NaN] = []] = await at(NORTH, place);
      const [[, , uu = Number.NaN] = []] = await at(UP, place);
      expect(Math.abs(ee + nn + uu - expected)).toBeLessThan(1e-11 + 1e-8 * Math.abs(uu));
    }
  });

  it("have a gravity whose gradient is their second derivatives", async () => {
    const step = 0.01;
    for (const [e, n, u] of [
      [130, -20, -30],
      [40, 40, -20],
      [900, 500, 0],
    ] as const) {
      const [[below = 0] = [], [above = 0] = [], [west = 0] = [], [east = 0] = []] = await at(
        gravity,
        [e, n, u - step],
        [e, n, u + step],
        [e - step, n, u],
        [e + step, n, u],
      );
      const [[eu = 0, , uu = 0] = []] = await at(UP, [e, n, u]);
      expect((above - below) / (2 * step)).toBeCloseTo(-G * uu, 12);
      expect((east - west) / (2 * step)).toBeCloseTo(-G * eu, 12);
    }
  });

  it("look the same from both sides", async () => {
    const [[a = 0] = [], [b = 1] = [], [c = 2] = [], [d = 3] = []] = await at(
      gravity,
      [-20, 10, -60],
      [120, 10, -60],
      [-20, 70, -60],
      [120, 70, -140],
    );
    for (const [actual, expected] of [
      [b, a],
      [c, a],
      [-d, a],
    ] as const)
      expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-12);
  });

  it("add up to the prism they make", async () => {
    const parts = {
      ...mesh,
      easting: Float64Array.of(30, 30, 40),
      northing: Float64Array.of(13, 67),
      downward: Float64Array.of(1, 20, 79),
    };
    const places = stationsAt([50, 40, 0], [10, -30, -70], [30, 13, -50], [4000, 100, 10]);
    for (const field of [gravity, magnetic]) {
      const whole = await kernels.forward({ mesh, stations: places, field }, Float64Array.of(1));
      const sum = await kernels.forward({ mesh: parts, stations: places, field }, new Float64Array(18).fill(1));
      for (const [i, value] of whole.entries()) expect(Math.abs((sum[i] ?? Number.NaN) / value - 1)).toBeLessThan(1e-8);
    }
  });

  it("are stored in single precision to 1e-6 of what they are in double, near and far", async () => {
    for (const field of [gravity, magnetic, magneticVector]) {
      const request = irregularRequest(field);
      const { values, cols } = await kernels.sensitivities(request);
      let worst = 0;
      for (const [i, row] of (await coefficients(kernels, request)).entries())
        for (const [j, value] of row.entries()) worst = Math.max(worst, Math.abs((values[i * cols + j] ?? Number.NaN) / value - 1));
      expect(worst).toBeLessThanOrEqual(6.1e-8);
    }
  });
});
