// Prints the sha256 of every spectral kernel's output over seeded input, for tests that force levels and threads.
// usage: node spectral-digests.mjs THREADS   (level: environment variable GAM_ISA)
import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const addon = createRequire(import.meta.url)("../build/Release/gam_native.node");
const run = { threads: Number(process.argv[2]), control: new Int32Array(2) };

let state = 4711;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const [rows, cols] = [85, 131];
const values = Float32Array.from({ length: rows * cols }, () => (random() < 0.2 ? Number.NaN : 300 * (random() - 0.5)));
const whole = Float32Array.from({ length: rows * cols }, () => 300 * (random() - 0.5));
const doubles = Float64Array.from({ length: rows * cols }, () => random() - 0.5);

// One of each step, as core/src/reference/spectral/filter-program.ts lays them out.
const steps = {
  continuation: [0, 200, 0, 0, 0, 0, 0, 0],
  stabilised: [1, 120, 0.01, 0, 0, 0, 0, 0],
  derivative: [2, 1, 2, 3, -1, 0, 0, 0],
  gaussian: [3, 0, 0.01, 4, 0, 0, 0, 0],
  butterworth: [3, 1, 0.01, 5, 1, 0, 0, 0],
  cosine: [3, 2, 0.01, 4, 0, 0, 0, 0],
  direction: [4, 0.1, 0.99, 0.6, 0.8, 0.34, 0.94, 0],
  integral: [5, 0.3, 0, 0, 0, 0, 0, 0],
};
const axis = (samples, length) => ({ samples, length, offset: (length - samples) >> 1 });
const common = { east: 75, north: 90, planeGain: 1, eastGain: 0, northGain: 0 };
const padded = { ...common, row: axis(rows, 144), col: axis(cols, 216), detrend: true };
const bare = { ...common, row: axis(rows, rows), col: axis(cols, cols), detrend: false };

async function into(array, kernel) {
  await kernel(array);
  return array;
}
const results = {};
for (const [name, step] of Object.entries(steps))
  for (const [how, options, samples] of [
    ["padded", padded, values],
    ["bare", bare, whole],
  ])
    results[`${name} ${how}`] = await into(new Float32Array(rows * cols), (out) =>
      addon.spectralFilter(samples, options, Float64Array.from([...step, ...steps.continuation]), out, run),
    );
results.filled = await into(Float64Array.from(values), (filled) => addon.spectralFillGaps(filled, rows, cols, run));
const bins = 2 * rows * (Math.floor(cols / 2) + 1);
results.spectrum = await into(new Float64Array(bins), (out) => addon.spectralForward(doubles, rows, cols, out, run));
results.inverse = await into(new Float64Array(rows * cols), (out) => addon.spectralInverse(results.spectrum, rows, cols, out, run));

for (const [name, array] of Object.entries(results)) {
  console.log(
    name,
    createHash("sha256")
      .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
      .digest("hex"),
  );
}
