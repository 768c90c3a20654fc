import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Grid, PointSet, TensorMesh } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { ubcMesh, ubcObservations } from "@geoanomaly/plugin-reader-ubc";
import { afterAll, describe, expect, it } from "vitest";
import { dataFile, inverted, moranScore, normalisedResiduals, potentialKernels } from "./survey-data.js";

const PURPOSE = "inversion of Laguna del Maule";
const archive = dataFile("chile-maule-gravity/Chile_GRAV_4_Miller.tar.gz", PURPOSE);
const kernels = potentialKernels(PURPOSE);
const folder = archive === undefined ? undefined : mkdtempSync(join(tmpdir(), "gam-maule-"));
afterAll(() => folder && rmSync(folder, { recursive: true }));

/** Means of the points of a UBC topography in squares of `spacing` metres. */
function topographyOf(path: string, spacing: number): Grid {
  const rows = readFileSync(path, "utf8")
    .split("\n")
    .slice(1)
    .filter((line) => line.trim() !== "");
  const points = rows.map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
  const extent = points.reduce(([w, e, s, n], [x, y]) => [Math.min(w, x), Math.max(e, x), Math.min(s, y), Math.max(n, y)] as const, [
    Infinity,
    -Infinity,
    Infinity,
    -Infinity,
  ] as readonly [number, number, number, number]);
  const [west, east, south, north] = extent;
  const [cols, lines] = [Math.ceil((east - west) / spacing), Math.ceil((north - south) / spacing)];
  const [sums, counts] = [new Float64Array(cols * lines), new Float64Array(cols * lines)];
  for (const [x, y, height] of points) {
    const cell = Math.min(lines - 1, Math.floor((north - y) / spacing)) * cols + Math.min(cols - 1, Math.floor((x - west) / spacing));
    sums[cell]! += height;
    counts[cell]!++;
  }
  return {
    rows: lines,
    cols,
    transform: [spacing, 0, west, 0, -spacing, north],
    registration: "area",
    crs: "local",
    quantity: { functional: "topography", unit: "m" },
    height: { metres: 0, datum: "unknown" },
    effectiveResolution: spacing,
    values: Float32Array.from(sums, (sum, i) => sum / counts[i]!),
  };
}

describe.skipIf(folder === undefined || kernels === undefined)("Laguna del Maule", () => {
  it("is explained to within its errors by a model within its bounds, with no structure in the residuals", async () => {
    execFileSync("tar", ["xzf", archive!, "-C", folder!, "--strip-components=1"]);
    const context = await testContext();
    const read = await ubcObservations.open(join(folder!, "LdM_grav_obs.grv"), { kind: "gravity" }, context);
    const laid = await ubcMesh.open(join(folder!, "LdM_mesh.mesh"), {}, context);
    const points = (read as { points: PointSet }).points;
    const mesh = (laid as { mesh: TensorMesh }).mesh;
    expect([points.values.length, mesh.easting.length, mesh.northing.length, mesh.downward.length]).toEqual([191, 69, 69, 40]);
    const topography = topographyOf(join(folder!, "LdM_topo.topo"), 250);
    // Bounds of LdM_input_file.inp, g/cm3 there.
    const options = { lower: -600, upper: 300, chiFactor: 1 };
    const { steps, result } = await inverted({ data: [{ name: "maule", field: "gravity", points }], mesh, topography, options }, kernels!);
    expect(result.stopped).toBe("target-misfit");
    expect(steps.at(-1)!.misfit.maule).toBeCloseTo(1, 1);
    const { values } = result.models.density!;
    const ground = values.filter((value) => !Number.isNaN(value));
    expect(ground.length).toBeLessThan(values.length);
    const [low, high] = [ground.reduce((a, b) => Math.min(a, b)), ground.reduce((a, b) => Math.max(a, b))];
    expect(low).toBeGreaterThanOrEqual(-600);
    expect(high).toBeLessThanOrEqual(300);
    const score = moranScore(points, normalisedResiduals(points, result.predicted.maule!), 1000);
    console.log(
      `Maule: ${ground.length} cells, density ${low.toFixed(0)} .. ${high.toFixed(0)} kg/m3, Moran's I of the residuals ${score.toFixed(2)} standard deviations`,
    );
    // Structure that the model misses would show as a positive score; a smooth model leaves what alternates between neighbours.
    expect(score).toBeLessThan(3);
  });
});
