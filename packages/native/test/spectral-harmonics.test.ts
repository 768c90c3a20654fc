import { metricSpacing, WGS84 } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import { nativeKernels } from "../lib/native-kernels.js";
import { areaGrid, seededGravity } from "./harmonic-fixture.js";
import { interiorError } from "./spectral-fields.js";

// The other way to the same field: spherical harmonics know nothing of planes, padding or Fourier transforms.
const kernels = nativeKernels({ threads: 2 });
const region = areaGrid(72, 84, { west: 20, south: -3.6, east: 28.4, north: 3.6 });
const spacing = metricSpacing(region);
const model = seededGravity(340);

/** Radial derivative of the potential of degrees 180 to 340, m/s2, times -1e5: mGal. */
async function gravityAt(height: number): Promise<Float32Array> {
  const [radial] = await kernels.synthesise(model, region, { height, ellipsoid: WGS84, degrees: [180, 340], components: ["radial"] });
  return Float32Array.from(radial!, (value) => -1e5 * value);
}

describe("filters of a field of the Earth's shape", () => {
  it("continue it upward as its harmonics fade", async () => {
    const { values } = await kernels.spectral.filter(await gravityAt(0), region, spacing, [
      { kind: "upward-continuation", height: 15_000 },
    ]);
    expect(interiorError(values, await gravityAt(15_000), 18, region)).toBeLessThan(0.03);
  });

  it("give its vertical gradient", async () => {
    const { values } = await kernels.spectral.filter(await gravityAt(0), region, spacing, [
      { kind: "derivative", direction: "up", order: 1 },
    ]);
    const [above, below] = await Promise.all([gravityAt(500), gravityAt(-500)]);
    const expected = above.map((value, i) => (value - below[i]!) / 1000);
    expect(interiorError(values, expected, 18, region)).toBeLessThan(0.04);
  });
});
