// Prints the sha256 of every potential-field kernel's output over seeded input, for tests that force levels and threads.
// usage: node potential-digests.mjs THREADS   (level: environment variable GAM_ISA)
import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const addon = createRequire(import.meta.url)("../build/Release/gam_native.node");
const run = { threads: Number(process.argv[2]), control: new Int32Array(2) };

let state = 7;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 31 - 1;
};
const numbers = (length, from = -1, to = 1) => Float64Array.from({ length }, () => from + ((to - from) * (random() + 1)) / 2);
const planes = (count, first, step) => Float64Array.from({ length: count + 1 }, (_, i) => first + step * i * (1 + 0.01 * i));

const [nx, ny, nz] = [37, 19, 11];
const cells = Uint32Array.from({ length: nx * ny * nz }, (_, i) => i).filter((i) => i % 6 !== 1);
const stations = { easting: numbers(45, -3000, 6000), northing: numbers(45, -3000, 4000), upward: numbers(45, 1, 80) };
const mesh = { easting: planes(nx, 0, 60), northing: planes(ny, -200, 50), upward: planes(nz, 0, -30), cells };
const results = {};

for (const [name, tensors, scale] of [
  ["gravity", [], 6.6743e-6],
  ["induced", [0.2, 0.5, 0.9, -0.7, 0.4, 1.1], 1],
  ["vector", [1, 0, 0, 0.5, 0.1, 0, 0, 1, 0, 0.3, 0, 0.7, 0, 0, 1, 0, 0.3, -0.2], 1],
]) {
  const components = Math.max(1, tensors.length / 6);
  const problem = { ...mesh, tensors: Float64Array.from(tensors), scale };
  const cols = components * cells.length;
  const [model, data] = [numbers(cols), numbers(45)];
  const matrix = { rows: 45, cols, values: new Float32Array(45 * cols) };
  await addon.potentialMatrix(problem, stations, matrix.values, run);
  results[`${name} matrix`] = matrix.values;
  const vector = (key, length) => (results[`${name} ${key}`] = new Float64Array(length));
  await addon.potentialForward(problem, stations, model, vector("forward", 45), run);
  await addon.potentialAdjoint(problem, stations, data, false, vector("adjoint", cols), run);
  await addon.potentialAdjoint(problem, stations, data, true, vector("squares", cols), run);
  await addon.denseApply(matrix, model, vector("dense", 45), run);
  await addon.denseAdjoint(matrix, data, false, vector("dense adjoint", cols), run);
  await addon.denseNormal(matrix, model, data, vector("dense normal", cols), run);
  const bases = { easting: numbers(nx * nx), northing: numbers(ny * ny), layers: numbers(nz * nz) };
  const basis = { shape: { easting: nx, northing: ny, layers: nz }, bases, components, cells, layerScale: numbers(components * nz, 1, 2) };
  const { counts, columns, values } = await addon.compressRows(problem, basis, stations, 0.01, run);
  Object.assign(results, { [`${name} kept`]: columns, [`${name} wavelets`]: values });
  const offsets = new Float64Array(46);
  counts.forEach((count, i) => {
    offsets[i + 1] = offsets[i] + count;
  });
  const compressed = { ...basis, offsets, columns, values };
  await addon.compressedApply(compressed, model, vector("compressed", 45), run);
  await addon.compressedAdjoint(compressed, data, vector("compressed adjoint", cols), run);
}

const shape = {
  cellsEasting: 13,
  cellsNorthing: 9,
  layers: 11,
  latticeEasting: 7,
  latticeNorthing: 21,
  paddedEasting: 20,
  paddedNorthing: 30,
};
const table = {
  easting: planes(19, 0, 60),
  northing: planes(29, 0, 50),
  upward: planes(11, 0, -30),
  tensors: new Float64Array(0),
  scale: 1,
};
table.cells = Uint32Array.from({ length: 19 * 29 * 11 }, (_, i) => i);
const corner = { easting: Float64Array.of(0), northing: Float64Array.of(0), upward: Float64Array.of(20) };
const spectra = new Float32Array(2 * 11 * 30 * 16);
await addon.toeplitzSpectra(shape, table, corner, false, spectra, run);
results.spectra = spectra;
results.toeplitz = new Float64Array(7 * 21);
await addon.toeplitzApply(shape, spectra, numbers(13 * 9 * 11), results.toeplitz, run);
results["toeplitz adjoint"] = new Float64Array(13 * 9 * 11);
await addon.toeplitzAdjoint(shape, spectra, numbers(7 * 21), results["toeplitz adjoint"], run);

const terrain = {
  west: -1000,
  north: 5000,
  width: 90,
  height: 110,
  density: 2670,
  belowDensity: -1630,
  nearRadius: 700,
  coarsening: 8,
  maximumRadius: 1e9,
};
const levels = [];
for (
  let [rows, cols] = [50, 41];
  levels.length === 0 || levels.at(-1).above.length > 1;
  [rows, cols] = [Math.ceil(rows / 2), Math.ceil(cols / 2)]
)
  levels.push({ above: numbers(rows * cols, 0, 900), below: numbers(rows * cols, -300, 0) });
results.terrain = new Float64Array(45);
await addon.terrainEffect({ ...terrain, rows: 50, cols: 41 }, levels, { ...stations, upward: numbers(45, 900, 999) }, results.terrain, run);

const tesseroids = Float64Array.from(
  { length: 60 * 7 },
  (_, i) => [-5 + Math.floor(i / 7) / 6, -4 + Math.floor(i / 7) / 6, 40, 41, 6.36e6, 6.371e6, 2670][i % 7],
);
results.tesseroids = new Float64Array(9);
await addon.tesseroidGravity(
  tesseroids,
  Float64Array.from({ length: 27 }, (_, i) => [i / 9, 40.5, 6.372e6][i % 3]),
  { ratio: 3, maxHalvings: 20 },
  results.tesseroids,
  run,
);

for (const [name, array] of Object.entries(results)) {
  if (!array.every(Number.isFinite) || array.every((value) => value === 0)) throw new Error(`${name} is empty or not finite`);
  console.log(name, createHash("sha256").update(new Uint8Array(array.buffer)).digest("hex"));
}
