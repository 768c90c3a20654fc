import { deflateSync } from "node:zlib";
import type { GridWindow } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { bench, describe } from "vitest";
import { nativeKernels } from "../lib/index.js";
import { seeded, smoothField } from "../test/synthetic.js";

const native = nativeKernels();
const [rows, cols] = [1800, 3600];
const globe: GridWindow = {
  values: smoothField(rows, cols, 0x9e3779b9),
  geometry: { rows, cols, transform: [0.1, 0, -180, 0, -0.1, 90], registration: "area", crs: "EPSG:4326" },
};
const few = { iterations: 3, time: 100 };

/** A tile with its overviews as a COG holds them. */
const cog = [100, 50, 25, 13, 7].map((side) => ({ rows: side, cols: side, values: globe.values.slice(0, side * side) }));
const differences = new Int32Array(globe.values.buffer, 0, 1 << 16).map((word, i, words) => word - (words[i - 1] ?? 0));
const bytes = new Uint8Array(differences.buffer);
console.log(
  "256 kB of float differences:",
  await Promise.all(
    [1, 6, 9].map(
      async (level) =>
        `level ${level}: ${(await native.deflate(bytes, { level: level as 1 | 6 | 9 })).length} bytes, zlib ${deflateSync(bytes, { level }).length}`,
    ),
  ),
);

describe("one COG of 100 x 100, blocks of 512, DEFLATE 9, predictor 2", () => {
  bench("native", async () => void (await native.floatBlocks(cog, { blockSize: 512, predictor: 2, level: 9 })));
  bench("reference", async () => void (await referenceKernels.floatBlocks(cog, { blockSize: 512, predictor: 2, level: 9 })), few);
});

describe("256 kB of float differences", () => {
  for (const level of [1, 6, 9] as const) {
    bench(`native, level ${level}`, async () => void (await native.deflate(bytes, { level })), { iterations: 10, time: 200 });
    bench(`zlib, level ${level}`, () => void deflateSync(bytes, { level }), { iterations: 10, time: 200 });
  }
});

describe("256 web tiles of zoom 7 from a globe at 0.1 degree", () => {
  const x = Uint32Array.from({ length: 256 }, (_, i) => i % 128);
  const y = Uint32Array.from({ length: 256 }, (_, i) => 60 + Math.floor(i / 128));
  bench("native", async () => void (await native.mercatorPngs(globe, 7, x, y, { range: [-6, 6] })), few);
  bench(
    "reference, one tile",
    async () => void (await referenceKernels.mercatorPngs(globe, 7, x.subarray(0, 1), y.subarray(0, 1), { range: [-6, 6] })),
    few,
  );
});

describe("rows of longitude, latitude and value in text, as ICGEM writes them", () => {
  const random = seeded(3);
  const line = (i: number) =>
    `${(-180 + (i % 3601) / 10).toFixed(4).padStart(10)} ${(90 - i / 36010).toFixed(4).padStart(9)} ${(random() * 200 - 100).toFixed(6).padStart(14)}\n`;
  const count = 500_000;
  const text = Buffer.from(Array.from({ length: count }, (_, i) => line(i)).join(""));
  const out = [0, 1, 2].map(() => new Float64Array(count));
  const request = { columns: 3, select: [0, 1, 2], out };
  bench("native, 500,000 rows", () => void native.parseNumbers(text, request), { iterations: 5, time: 300 });
  bench("reference, 500,000 rows", () => void referenceKernels.parseNumbers(text, request), few);
});
