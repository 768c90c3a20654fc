import { dirname } from "node:path";
import { cellCentres, type Model, type PluginContext, type PointSet, type RawData } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { ubcModel, ubcObservations } from "@geoanomaly/plugin-reader-ubc";
import { describe, expect, it } from "vitest";
import { correlation, dataFile, inverted, normalisedResiduals, potentialKernels } from "./survey-data.js";

const PURPOSE = "inversion of the Raglan survey";
const file = dataFile("raglan/obs.mag", PURPOSE);
const kernels = potentialKernels(PURPOSE);
/** First line of obs.mag. */
const mainField = { inclination: 83, declination: -32, intensity: 60_000 };

async function raglan(): Promise<{ points: PointSet; published: Model }> {
  const context: PluginContext = await testContext();
  const points = await ubcObservations.open(file!, {}, context);
  const published = await ubcModel.open(`${dirname(file!)}/maginv3d.sus`, { mesh: "mesh.msh" }, context);
  const of = <K extends RawData["kind"]>(data: RawData, kind: K) => {
    if (data.kind !== kind) throw new Error(`${data.kind} instead of ${kind}`);
    return data as Extract<RawData, { kind: K }>;
  };
  return { points: of(points, "points").points, published: of(published, "model").model };
}

/** Sum over depth, thickness by thickness, of each column. */
function depthIntegrated({ mesh, values }: Model): Float64Array {
  const columns = mesh.easting.length * mesh.northing.length;
  return Float64Array.from({ length: columns }, (_, column) =>
    mesh.downward.reduce((sum, thickness, k) => sum + thickness * values[k * columns + column]!, 0),
  );
}

const peak = (map: Float64Array) => map.reduce((best, value, i) => (value > map[best]! ? i : best), 0);

describe.skipIf(file === undefined || kernels === undefined)("Raglan", () => {
  it("the published model predicts the readings to chi-squared 27, as its input file says", async () => {
    const { points, published } = await raglan();
    const stations = { easting: points.easting, northing: points.northing, upward: points.upward! };
    const predicted = await kernels!.potential.forward(
      { mesh: published.mesh, stations, field: { kind: "magnetic", mainField } },
      published.values,
    );
    const residuals = normalisedResiduals(points, predicted);
    const chi = residuals.reduce((sum, value) => sum + value * value, 0) / residuals.length;
    expect(chi).toBeGreaterThan(26);
    expect(chi).toBeLessThan(27.5);
  });

  // The numbers 0.0005 and 0.02 in inv.inp are no bounds: the published susceptibilities run from 0 to 0.314. Its program keeps them positive.
  it("inverted to that misfit on that mesh, it gives the published model", async () => {
    const { points, published } = await raglan();
    const data = [{ name: "raglan", field: "magnetic", points, mainField }] as const;
    const { steps, result } = await inverted({ data, mesh: published.mesh, options: { lower: 0, chiFactor: 27 } }, kernels!);
    expect(result.stopped).toBe("target-misfit");
    expect(steps.at(-1)!.misfit.raglan! / 27).toBeCloseTo(1, 1);
    const [ours, theirs] = [depthIntegrated(result.models.susceptibility!), depthIntegrated(published)];
    const agreement = correlation(ours, theirs);
    const cols = published.mesh.easting.length;
    const [a, b] = [peak(ours), peak(theirs)];
    console.log(
      `Raglan: correlation of depth-integrated susceptibility ${agreement.toFixed(3)}, of cells ${correlation(result.models.susceptibility!.values, published.values).toFixed(3)}`,
    );
    expect(agreement).toBeGreaterThanOrEqual(0.9);
    expect(Math.abs((a % cols) - (b % cols))).toBeLessThanOrEqual(1);
    expect(Math.abs(Math.floor(a / cols) - Math.floor(b / cols))).toBeLessThanOrEqual(1);
  });

  it("with padding around, it is explained to within its errors", async () => {
    const { points } = await raglan();
    const data = [{ name: "raglan", field: "magnetic", points, mainField }] as const;
    const mesh = { cell: [100, 100, 100], depth: 1000, padding: { cells: 4, factor: 1.4 } };
    const { steps, result } = await inverted({ data, options: { lower: 0, chiFactor: 1, mesh } }, kernels!);
    expect(result.stopped).toBe("target-misfit");
    expect(steps.at(-1)!.misfit.raglan).toBeCloseTo(1, 1);
    const model = result.models.susceptibility!;
    // The strongest column lies below the survey, not in the padding that stands for what is outside.
    const map = depthIntegrated(model);
    const { easting, northing } = cellCentres(model.mesh);
    const strongest = peak(map);
    const [east, north] = [easting[strongest % easting.length]!, northing[Math.floor(strongest / easting.length)]!];
    expect(east).toBeGreaterThan(Math.min(...points.easting) - 200);
    expect(east).toBeLessThan(Math.max(...points.easting) + 200);
    expect(north).toBeGreaterThan(Math.min(...points.northing) - 200);
    expect(north).toBeLessThan(Math.max(...points.northing) + 200);
  });

  it("has the same bits with one thread and with two", async () => {
    const { points, published } = await raglan();
    const data = [{ name: "raglan", field: "magnetic", points, mainField }] as const;
    const request = { data, mesh: published.mesh, options: { lower: 0, chiFactor: 100 } };
    const [one, two] = [await inverted(request, kernels!, 1), await inverted(request, kernels!, 2)];
    expect(
      Buffer.compare(
        Buffer.from(one.result.models.susceptibility!.values.buffer),
        Buffer.from(two.result.models.susceptibility!.values.buffer),
      ),
    ).toBe(0);
  });
});
