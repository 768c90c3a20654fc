// Prints the sha256 of every detection kernel's output over seeded input, for tests that force levels and threads.
// usage: node detection-digests.mjs THREADS   (level: environment variable GAM_ISA)
import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const addon = createRequire(import.meta.url)("../build/Release/gam_native.node");
const run = { threads: Number(process.argv[2]), control: new Int32Array(2) };

let state = 4711;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const [rows, cols] = [61, 90];
const values = Float32Array.from({ length: rows * cols }, () => (random() < 0.1 ? Number.NaN : 6 * random() - 3));
const mask = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
const [scales, windows] = [Float64Array.of(1, 2.3, 4), Float64Array.of(6, 8, 14)];
const marginal = Float64Array.from({ length: 241 }, (_, k) => ((k - 120) / 20) ** 3);
const stretch = Float64Array.from({ length: rows }, (_, row) => 1 + row / 10);
const probabilities = Float64Array.of(0.5, 0.95);

for (const [wrap, columnStretch] of [
  [false, undefined],
  [true, stretch],
]) {
  const frame = { rows, cols, wrap };
  const bands = [0, 1, 2].map(() => new Float32Array(rows * cols));
  const numbers = [new Float64Array(3), new Float64Array(6), new Float64Array(33), new Float64Array(33), new Float64Array(66)];
  const surrogate = new Float32Array(rows * cols);
  const labels = new Int32Array(rows * cols);
  await addon.detectionBands(frame, values, scales, windows, columnStretch, bands, numbers[0], probabilities, numbers[1], run);
  await addon.surrogateField(frame, 7, 3, values, marginal, mask, surrogate, run);
  await addon.surrogateMaxima(
    frame,
    7,
    scales,
    windows,
    columnStretch,
    values,
    marginal,
    mask,
    numbers[2],
    numbers[3],
    probabilities,
    numbers[4],
    run,
  );
  await addon.componentLabels(frame, values, 1.5, 2.8, labels, run);
  for (const array of [...bands, ...numbers, surrogate, labels])
    console.log(createHash("sha256").update(new Uint8Array(array.buffer)).digest("hex"));
}
