import { referenceKernels } from "@geoanomaly/core/reference";
import { bench, describe } from "vitest";
import { nativeKernels } from "../lib/index.js";
import { seededSamples } from "../test/seeded-grid.js";

const native = nativeKernels();
const globe = { rows: 1800, cols: 3600 };
const tile = { rows: 100, cols: 100 };
const values = seededSamples(globe.rows * globe.cols, 0x9e3779b9);
const one = values.slice(0, tile.rows * tile.cols);
const rowWeights = Float64Array.from({ length: globe.rows }, (_, row) => Math.sin(((row + 0.5) / globe.rows) * Math.PI));

describe("statistics", () => {
  bench("native, one tile", async () => void (await native.statistics(one)));
  bench("reference, one tile", async () => void (await referenceKernels.statistics(one)), { iterations: 3, time: 100 });
  bench("native, 648 tiles", async () => void (await native.tileStatistics(values, globe, tile)), { iterations: 5, time: 300 });
  bench("native, 648 tiles, rows weighted", async () => void (await native.tileStatistics(values, globe, tile, { rowWeights })), {
    iterations: 3,
    time: 300,
  });
  bench("native, the globe as one", async () => void (await native.statistics(values)), { iterations: 5, time: 300 });
});
