// Prints the sha256 of every grid kernel's output over seeded input, for tests that force levels and threads.
// usage: node grid-digests.mjs THREADS   (level: environment variable GAM_ISA)
import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const addon = createRequire(import.meta.url)("../build/Release/gam_native.node");
const run = { threads: Number(process.argv[2]), control: new Int32Array(2) };

let state = 12345;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const samples = (length) =>
  Float32Array.from({ length }, () => (random() < 0.15 ? Number.NaN : (random() - 0.5) * 10 ** (6 * random() - 3)));

const [rows, cols] = [541, 1083];
const values = samples(rows * cols);
const other = samples(rows * cols);
const frame = (r, c, west) => ({ rows: r, cols: c, west, columnStep: 360 / c, north: 90, rowStep: -180 / r });
const rowWeights = Float64Array.from({ length: rows }, (_, row) => Math.sin(((row + 0.5) / rows) * Math.PI));
const statistics = await addon.tileStatistics(values, rows, cols, 100, 100, undefined, run);
const tiles = statistics.length / 9;
const field = (k) => Float64Array.from({ length: tiles }, (_, tile) => statistics[tile * 9 + k]);

async function into(array, kernel) {
  await kernel(array);
  return array;
}
const results = {
  average: await into(new Float32Array(200 * 407), (out) =>
    addon.regrid(values, frame(rows, cols, 0), frame(200, 407, -180), 1, 0, out, run),
  ),
  bilinear: await into(new Float32Array(200 * 407), (out) =>
    addon.regrid(values, frame(rows, cols, 0), frame(200, 407, -180), 1, 1, out, run),
  ),
  refined: await into(new Float32Array(900 * 1900), (out) =>
    addon.regrid(values, frame(rows, cols, 0), frame(900, 1900, -180), 1, 1, out, run),
  ),
  statistics,
  whole: await addon.tileStatistics(values, rows, cols, rows, cols, undefined, run),
  weighted: await addon.tileStatistics(values, rows, cols, 100, 100, rowWeights, run),
  robustZ: await into(new Float32Array(rows * cols), (out) =>
    addon.robustZ(
      values,
      { rows, cols, tileRows: 100, tileCols: 100, firstRow: 0, blended: 1, wrap: 1, limit: 6 },
      field(5),
      field(6),
      out,
      run,
    ),
  ),
  fused: await into(new Float32Array(rows * cols), (out) =>
    addon.fuse(
      [values, other],
      Float64Array.of(0.7, 1.3),
      Float64Array.of(Number.NaN, 0.7, 1.3, 1.6),
      out,
      new Uint8Array(rows * cols),
      run,
    ),
  ),
  correlation: await addon.correlation([values, other, other.map((x) => 3 * x)], cols, rowWeights, run),
  overview: await into(new Float32Array(136 * 271), (out) => addon.overview(values, rows, cols, 4, out, run)),
};
for (const [name, array] of Object.entries(results)) {
  console.log(
    name,
    createHash("sha256")
      .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
      .digest("hex"),
  );
}
