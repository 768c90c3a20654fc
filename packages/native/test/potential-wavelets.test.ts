import { waveletBases } from "@geoanomaly/core/reference";
import { describe, expect, it } from "vitest";

describe.each([1, 2, 3, 7, 8, 9, 17, 50, 131])("multiwavelets on %i points", (count) => {
  const basis = waveletBases({ easting: count, northing: 1, layers: 1 }).easting;
  const row = (k: number) => basis.subarray(k * count, (k + 1) * count);

  it("are an orthonormal basis", () => {
    let worst = basis.length === count * count ? 0 : Number.POSITIVE_INFINITY;
    for (let a = 0; a < count; a++)
      for (let b = 0; b <= a; b++) {
        const product = row(a).reduce((sum, value, i) => sum + value * (row(b)[i] ?? 0), 0);
        worst = Math.max(worst, Math.abs(product - (a === b ? 1 : 0)));
      }
    expect(worst).toBeLessThan(1e-13);
  });

  it("see nothing of a cubic but in their first four", () => {
    const cubic = Float64Array.from({ length: count }, (_, i) => 1 - 3 * (i / count) + 5 * (i / count) ** 2 - 7 * (i / count) ** 3);
    for (let k = 4; k < count; k++)
      expect(Math.abs(row(k).reduce((sum, value, i) => sum + value * (cubic[i] ?? 0), 0))).toBeLessThan(1e-12);
  });
});
