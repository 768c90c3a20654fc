import { join } from "node:path";
import type { InversionData, PointSet, TensorMesh } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { tomofastObservations } from "@geoanomaly/plugin-reader-ubc";
import { describe, expect, it } from "vitest";
import { correlation, dataFile, inverted, potentialKernels } from "./survey-data.js";

const PURPOSE = "joint inversion of the Hamersley profiles";
const folder = dataFile("hamersley", PURPOSE);
const kernels = potentialKernels(PURPOSE);
/** Neither the files nor their parameter files say: what the geomagnetic reference field has near 22.5 S, 117 E, rounded. */
const mainField = { inclination: -55, declination: 0, intensity: 53_000 };

/** 13 x 133 x 33 cells, as the parameter files say; their widths are not given. The profile runs north, bodies strike east. */
function profileMesh({ easting, northing }: PointSet): TensorMesh {
  const widths = [32, 16, 8, 4, 2, 1, 1, 1, 2, 4, 8, 16, 32].map((width) => 1000 * width);
  const middle = (Math.min(...northing) + Math.max(...northing)) / 2;
  return {
    crs: "local",
    origin: { easting: easting[0]! - widths.reduce((sum, width) => sum + width, 0) / 2, northing: middle - 66_500, upward: 0 },
    easting: Float64Array.from(widths),
    northing: new Float64Array(133).fill(1000),
    downward: Float64Array.from({ length: 33 }, (_, k) => Math.round(250 * 1.06 ** k)),
  };
}

/** Correlation of each residual with the next along the profile. */
function lagCorrelation(points: PointSet, predicted: Float64Array): number {
  const order = [...points.northing.keys()].sort((a, b) => points.northing[a]! - points.northing[b]!);
  const residuals = Float64Array.from(order, (i) => points.values[i]! - predicted[i]!);
  return correlation(residuals.subarray(1), residuals.subarray(0, -1));
}

describe.skipIf(folder === undefined || kernels === undefined)("Hamersley", () => {
  it("both profiles are explained together to within 0.2 mGal and 5 nT, and no structure is left", async () => {
    const context = await testContext();
    const read = async (file: string, kind: string) =>
      ((await tomofastObservations.open(join(folder!, file), { kind }, context)) as { points: PointSet }).points;
    const [gravity, magnetic] = [await read("grav_observed_data.txt", "gravity"), await read("mag_observed_data.txt", "magnetic")];
    const data: InversionData[] = [
      { name: "gravity", field: "gravity", points: gravity },
      { name: "magnetic", field: "magnetic", points: magnetic, mainField },
    ];
    const options = { errors: { gravity: { floor: 0.2 }, magnetic: { floor: 5 } }, joint: { weight: 1 } };
    const { steps, result } = await inverted({ data, mesh: profileMesh(gravity), options }, kernels!);
    const last = steps.at(-1)!;
    const white = {
      gravity: lagCorrelation(gravity, result.predicted.gravity!),
      magnetic: lagCorrelation(magnetic, result.predicted.magnetic!),
    };
    console.log(
      `Hamersley: ${result.stopped} after ${last.iteration} iterations, misfits ${last.misfit.gravity!.toFixed(2)} and ${last.misfit.magnetic!.toFixed(2)}, ` +
        `lag correlations ${white.gravity.toFixed(2)} and ${white.magnetic.toFixed(2)}`,
    );
    expect(result.stopped).toBe("target-misfit");
    expect(steps.some(({ phase }) => phase === "joint")).toBe(true);
    // Three standard deviations of the lag correlation of 113 independent numbers. Structure that the models miss would show as a positive
    // one; a smooth model leaves what alternates from reading to reading, so that a negative one is expected.
    const limit = 3 / Math.sqrt(113);
    expect(white.gravity).toBeLessThan(limit);
    expect(white.magnetic).toBeLessThan(limit);
  });
});
