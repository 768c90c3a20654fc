import type { GridGeometry, RegridMethod } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { bench, describe } from "vitest";
import { nativeKernels } from "../lib/index.js";
import { seededSamples } from "../test/seeded-grid.js";

const native = nativeKernels();
const globe = (rows: number): GridGeometry => ({
  rows,
  cols: 2 * rows,
  transform: [180 / rows, 0, -180, 0, -180 / rows, 90],
  registration: "area",
  crs: "EPSG:4326",
});
const methods: readonly RegridMethod[] = ["average", "bilinear"];

/** Three source cells to a target cell, as 2 arc-minutes to 0.1 degree. The reference runs on the small size only. */
describe.each(methods)("regrid %s", (method) => {
  for (const rows of [300, 5400]) {
    const geometry = globe(rows);
    const source = { values: seededSamples(rows * 2 * rows, 0x9e3779b9), geometry };
    const target = globe(rows / 3);
    const out = new Float32Array(target.rows * target.cols);
    bench(`native, ${rows} x ${2 * rows}`, async () => void (await native.regrid(source, target, { method, out })), {
      iterations: 5,
      time: 300,
    });
    if (rows > 300) continue;
    bench(`reference, ${rows} x ${2 * rows}`, async () => void (await referenceKernels.regrid(source, target, { method, out })), {
      iterations: 2,
      time: 100,
    });
  }
});
