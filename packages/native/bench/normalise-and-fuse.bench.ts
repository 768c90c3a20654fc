import { referenceKernels } from "@geoanomaly/core/reference";
import { bench, describe } from "vitest";
import { nativeKernels } from "../lib/index.js";
import { seededSamples } from "../test/seeded-grid.js";

const native = nativeKernels();
const tile = { rows: 100, cols: 100 };

/** Robust z, fusion and overview of one tile and of the globe. */
describe.each([
  [100, 100],
  [1800, 3600],
])("%i x %i", (rows, cols) => {
  const shape = { rows, cols };
  const tiles = (rows / tile.rows) * (cols / tile.cols);
  const a = seededSamples(rows * cols, 0x9e3779b9);
  const b = seededSamples(rows * cols, 0x85ebca6b);
  const medians = new Float64Array(tiles).fill(3);
  const mads = new Float64Array(tiles).fill(50);
  const out = new Float32Array(rows * cols);
  const presentOut = new Uint8Array(rows * cols);
  for (const [name, kernels] of [
    ["native", native],
    ["reference", referenceKernels],
  ] as const) {
    if (name === "reference" && rows > tile.rows) continue;
    const options = { iterations: 3, time: 200 };
    bench(
      `${name}, robust z blended`,
      async () => void (await kernels.robustZ(a, shape, tile, medians, mads, { mode: "blended", wrap: true, out })),
      options,
    );
    bench(`${name}, fuse`, async () => void (await kernels.fuse([a, b], { method: "mean" }, { out, presentOut })), options);
    bench(`${name}, correlation`, async () => void (await kernels.correlation([a, b])), options);
    bench(`${name}, overview`, async () => void (await kernels.overview(a, shape, 2)), options);
  }
});
