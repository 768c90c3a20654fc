// Prints the sha256 of every gridding kernel's output over seeded input, for tests that force levels and threads.
// usage: node gridding-digests.mjs THREADS   (level: environment variable GAM_ISA)
import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const addon = createRequire(import.meta.url)("../build/Release/gam_native.node");
const run = { threads: Number(process.argv[2]), control: new Int32Array(2) };

let state = 4242;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const count = 90_000;
const numbers = (length, make) => Float64Array.from({ length }, make);
const easting = numbers(count, () => 4000 * random());
const northing = numbers(count, () => 3000 * random());
const upward = numbers(count, () => 60 + 20 * random());
const values = numbers(count, (_, i) => (random() < 0.05 ? Number.NaN : 50 * Math.sin(easting[i] / 300) + 9 * random()));
const frame = { rows: 150, cols: 200, west: 0, north: 3000, columnStep: 20, rowStep: 20 };
const scale = { scaleE: 1, scaleN: 1.1 };

const columns = [easting, northing, values];
const medians = columns.map(() => new Float64Array(30_000));
const scatter = new Float64Array(30_000);
await addon.blockMedian(columns, frame, medians, scatter, new Uint32Array(30_000), run);
const surface = new Float32Array(30_000);
await addon.minimumCurvature(...medians, frame, { tension: 0.25, aspect: 1.2, convergence: 1e-5, maximumIterations: 200 }, surface, run);
const inverse = new Float32Array(30_000);
await addon.inverseDistance(...columns, frame, { ...scale, neighbours: 8, power: 3, radius: 500 }, inverse, run);
const distance = new Float32Array(30_000);
await addon.nearestDistance(...columns, frame, scale, distance, run);

const some = (array) => array.subarray(0, 6000);
const known = some(values).map((value) => (Number.isNaN(value) ? 0 : value));
const sources = [some(easting).subarray(0, 900), some(northing).subarray(0, 900), numbers(900, () => -200 - 50 * random())];
const charges = new Float64Array(900);
const request = { damping: 1e-3, window: 1200, rounds: 2, seed: 9 };
const weights = known.map((_, i) => 1 + (i % 2));
await addon.fitSources(some(easting), some(northing), some(upward), known, weights, ...sources, request, charges, run);
const field = new Float64Array(6000);
await addon.sourceField(...sources, charges, some(easting), some(northing), some(upward), field, run);

for (const [name, array] of Object.entries({ medians: medians[2], scatter, surface, inverse, distance, charges, field })) {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  console.log(name, createHash("sha256").update(bytes).digest("hex"));
}
