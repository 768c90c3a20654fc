import type { SensitivityRequest } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import {
  dot,
  fields,
  gravity,
  irregularRequest,
  kernelSets,
  magnetic,
  regularRequest,
  relativeDifference,
  seeded,
} from "./potential-fixture.js";

const adjointGap = (x: Float64Array, adjoint: Float64Array, applied: Float64Array, y: Float64Array) =>
  Math.abs(dot(x, adjoint) - dot(applied, y)) / Math.sqrt(dot(applied, applied) * dot(y, y));

describe.each(kernelSets)("operators of the %s kernels", (_, kernels) => {
  it.each(fields)("dense and on the fly are one map: $kind", async (field) => {
    const request = irregularRequest(field);
    const matrix = await kernels.sensitivities(request);
    const [x, y] = [seeded(matrix.cols), seeded(matrix.rows, 2)];
    const [applied, flown] = [await kernels.denseApply(matrix, x), await kernels.forward(request, x)];
    expect(relativeDifference(applied, flown)).toBeLessThan(1e-6);
    const [adjoint, flownBack] = [await kernels.denseAdjoint(matrix, y), await kernels.adjoint(request, y)];
    expect(relativeDifference(adjoint, flownBack)).toBeLessThan(1e-6);
    expect(adjointGap(x, adjoint, applied, y)).toBeLessThan(1e-10);
    expect(adjointGap(x, flownBack, flown, y)).toBeLessThan(1e-10);
  });

  it("one sweep of the normal matrix is its two products", async () => {
    const matrix = await kernels.sensitivities(irregularRequest(gravity));
    const x = seeded(matrix.cols);
    const weights = seeded(matrix.rows, 5).map((value) => 2 + value);
    const data = await kernels.denseApply(matrix, x);
    const weighted = await kernels.denseAdjoint(
      matrix,
      data.map((value, i) => value * (weights[i] ?? 0)),
    );
    expect(relativeDifference(await kernels.denseNormal(matrix, x, weights), weighted)).toBeLessThan(1e-14);
    expect(relativeDifference(await kernels.denseNormal(matrix, x, undefined), await kernels.denseAdjoint(matrix, data))).toBeLessThan(
      1e-14,
    );
  });

  it("sums of squares are those of the columns", async () => {
    const request = irregularRequest(magnetic);
    const matrix = await kernels.sensitivities(request);
    const weights = seeded(matrix.rows, 5).map((value) => 2 + value);
    const expected = Float64Array.from({ length: matrix.cols }, (_unused, j) =>
      weights.reduce((sum, weight, i) => sum + weight * (matrix.values[i * matrix.cols + j] ?? 0) ** 2, 0),
    );
    expect(relativeDifference(await kernels.denseColumnSquares(matrix, weights), expected)).toBeLessThan(1e-13);
    expect(relativeDifference(await kernels.columnSquares(request, weights), expected)).toBeLessThan(1e-6);
  });

  it.each(fields)("Toeplitz blocks are the dense matrix: $kind", async (field) => {
    for (const [cells, lattice] of [
      [
        [9, 7, 3],
        [9, 7],
      ],
      [
        [8, 11, 9],
        [3, 5],
      ],
      [
        [5, 4, 2],
        [12, 7],
      ],
      [
        [1, 1, 1],
        [1, 4],
      ],
    ] as const) {
      const request = regularRequest(field, cells, lattice);
      const matrix = await kernels.sensitivities(request);
      const [x, y] = [seeded(matrix.cols), seeded(matrix.rows, 2)];
      const operator = await kernels.toeplitz(request);
      expect([operator.rows, operator.cols]).toEqual([matrix.rows, matrix.cols]);
      const [applied, adjoint] = [await kernels.toeplitzApply(operator, x), await kernels.toeplitzAdjoint(operator, y)];
      expect(relativeDifference(applied, await kernels.denseApply(matrix, x))).toBeLessThan(1e-6);
      expect(relativeDifference(adjoint, await kernels.denseAdjoint(matrix, y))).toBeLessThan(1e-6);
      expect(adjointGap(x, adjoint, applied, y)).toBeLessThan(1e-10);
      const double = await kernels.toeplitz(request, { precision: "double" });
      expect(relativeDifference(await kernels.toeplitzApply(double, x), await kernels.forward(request, x))).toBeLessThan(1e-8);
    }
  });

  it("Toeplitz stations may be listed in any order and leave out places", async () => {
    const whole = regularRequest(gravity, [6, 5, 3], [6, 5]);
    const chosen = [29, 3, 4, 17, 8, 0, 17];
    const pick = (values: Float64Array) => Float64Array.from(chosen, (i) => values[i] ?? Number.NaN);
    const { easting, northing, upward } = whole.stations;
    const request = { ...whole, stations: { easting: pick(easting), northing: pick(northing), upward: pick(upward) } };
    const operator = await kernels.toeplitz(request);
    const [x, y] = [seeded(90), seeded(7, 2)];
    expect(relativeDifference(await kernels.toeplitzApply(operator, x), await kernels.forward(request, x))).toBeLessThan(1e-6);
    expect(relativeDifference(await kernels.toeplitzAdjoint(operator, y), await kernels.adjoint(request, y))).toBeLessThan(1e-6);
  });

  it("the adjoint of squared Toeplitz blocks gives sums of squares of the columns", async () => {
    const request = regularRequest(gravity, [6, 5, 3], [6, 5]);
    const weights = seeded(30).map((value) => 2 + value);
    const squares = await kernels.toeplitz(request, { precision: "double", squared: true });
    expect(relativeDifference(await kernels.toeplitzAdjoint(squares, weights), await kernels.columnSquares(request, weights))).toBeLessThan(
      1e-9,
    );
  });

  it("refuse as Toeplitz what is not regular, by name", async () => {
    const regular = regularRequest(gravity, [6, 5, 3], [6, 5]);
    const moved = (axis: "easting" | "upward", by: number): SensitivityRequest => {
      const values = Float64Array.from(regular.stations[axis]);
      values[7] = (values[7] ?? 0) + by;
      return { ...regular, stations: { ...regular.stations, [axis]: values } };
    };
    await expect(kernels.toeplitz(moved("easting", 1))).rejects.toThrow(/pitch of the cells, 50 m in easting.*station 7 .*0\.020000/);
    await expect(kernels.toeplitz(moved("upward", 1))).rejects.toThrow(/one height, 340 m.*station 7 at 341/);
    const padded = { ...regular.mesh, easting: Float64Array.of(50, 50, 50, 50, 50, 70) };
    await expect(kernels.toeplitz({ ...regular, mesh: padded })).rejects.toThrow(/mesh\.easting 50 m.*width 5 of 70 m/);
  });

  it.each(fields)("compressed rows are the dense matrix within the tolerance: $kind", async (field) => {
    for (const request of [irregularRequest(field), regularRequest(field, [9, 7, 5], [4, 6])]) {
      const matrix = await kernels.sensitivities(request);
      const [x, y] = [seeded(matrix.cols), seeded(matrix.rows, 2)];
      const [tight, loose] = [await kernels.compress(request, { tolerance: 1e-6 }), await kernels.compress(request, { tolerance: 0.03 })];
      expect(tight.relativeError).toBeLessThanOrEqual(1e-6);
      expect(loose.relativeError).toBeLessThanOrEqual(0.03);
      expect(loose.relativeError).toBeGreaterThan(0.001);
      expect(loose.values.length).toBeLessThan(0.8 * tight.values.length);
      const [applied, adjoint] = [await kernels.compressedApply(tight, x), await kernels.compressedAdjoint(tight, y)];
      expect(relativeDifference(applied, await kernels.denseApply(matrix, x))).toBeLessThan(1e-5);
      expect(relativeDifference(adjoint, await kernels.denseAdjoint(matrix, y))).toBeLessThan(1e-5);
      expect(adjointGap(x, adjoint, applied, y)).toBeLessThan(1e-10);
    }
  });

  it("refuse what does not fit together", async () => {
    const request = irregularRequest(gravity);
    const matrix = await kernels.sensitivities(request);
    await expect(kernels.forward(request, new Float64Array(3))).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    await expect(kernels.adjoint(request, new Float64Array(3))).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    await expect(kernels.denseApply(matrix, new Float64Array(3))).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    await expect(kernels.denseNormal(matrix, seeded(matrix.cols), new Float64Array(3))).rejects.toMatchObject({
      code: "GAM_GRID_MISMATCH",
    });
    await expect(kernels.sensitivities(request, { out: new Float32Array(3) })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    await expect(kernels.sensitivities({ ...request, active: new Uint8Array(3) })).rejects.toThrow(/active of length 780/);
    await expect(kernels.sensitivities({ ...request, mesh: { ...request.mesh, downward: Float64Array.of(10, -5) } })).rejects.toThrow(
      /mesh\.downward\[1\] positive.*-5/,
    );
    await expect(
      kernels.sensitivities({ ...request, stations: { ...request.stations, upward: new Float64Array(16).fill(Number.NaN) } }),
    ).rejects.toThrow(/upward\[0\]/);
    await expect(kernels.compress(request, { tolerance: 0 })).rejects.toThrow(/tolerance/);
  });
});
