// Prints the sha256 of every harmonic kernel's output over seeded input, for tests that force levels and threads.
// usage: node harmonic-digests.mjs THREADS   (level: environment variable GAM_ISA)
import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const addon = createRequire(import.meta.url)("../build/Release/gam_native.node");
const run = { threads: Number(process.argv[2]), control: new Int32Array(2) };

let state = 2024;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 31 - 1;
};

function model(lastDegree, magnetic) {
  const length = ((lastDegree + 1) * (lastDegree + 2)) / 2;
  const [cosine, sine] = [0, 1].map(() => Float64Array.from({ length }, () => 1e-6 * random()));
  for (let degree = 0; degree <= lastDegree; degree++) sine[(degree * (degree + 1)) / 2] = 0;
  cosine[0] = 1;
  const constants = { referenceRadius: 6378136.3, gravitationalConstant: magnetic ? 0 : 3.986004415e14 };
  return { magnetic, cosine, sine, firstDegree: magnetic ? 1 : 0, lastDegree, ...constants };
}

function grid(rows, cols, step = 360 / cols) {
  const latitudeStep = -180 / rows;
  return { rows, cols, firstLatitude: 90 + latitudeStep / 2, latitudeStep, firstLongitude: -180 + step / 2, longitudeStep: step };
}

const surface = {
  semiMajorAxis: 6378137,
  flattening: 1 / 298.257223563,
  gravitationalConstant: 3.986004418e14,
  angularVelocity: 7.292115e-5,
  height: 4000,
};
const high = model(700, false);
const wide = grid(90, 182); // 182 = 2 x 7 x 13
const results = {};

for (const [name, place] of Object.entries({ wide, chirp: grid(60, 50, 0.07), odd: grid(45, 105) })) {
  const outputs = [0, 1, 2, 3].map(() => new Float64Array(place.rows * place.cols));
  await addon.harmonicComponents(high, place, surface, [0, 1, 2, 3], outputs, run);
  for (const [component, output] of outputs.entries()) results[`${name} ${component}`] = output;
}
for (const functional of [0, 1, 2, 3]) {
  results[`functional ${functional}`] = new Float32Array(wide.rows * wide.cols);
  await addon.harmonicGravity(high, wide, surface, functional, functional % 2 === 1, results[`functional ${functional}`], run);
}
results.totalField = new Float64Array(wide.rows * wide.cols);
await addon.harmonicTotalField(model(300, true), model(15, true), wide, surface, results.totalField, run);

for (const onSphere of [false, true]) {
  const samples = Float64Array.from({ length: wide.rows * wide.cols }, random);
  const [cosine, sine] = [new Float64Array(1035), new Float64Array(1035)];
  const shape = onSphere ? { ...surface, semiMajorAxis: 6378136.3, flattening: 0 } : surface;
  const options = { withPoles: false, onSphere, referenceRadius: 6378136.3, maxDegree: 44 };
  await addon.harmonicAnalysis(samples, wide, shape, options, cosine, sine, run);
  results[`cosine ${onSphere}`] = cosine;
  results[`sine ${onSphere}`] = sine;
}

for (const [name, array] of Object.entries(results)) {
  if (!array.every(Number.isFinite) || array.every((value) => value === 0)) throw new Error(`${name} is empty or not finite`);
  console.log(name, createHash("sha256").update(new Uint8Array(array.buffer)).digest("hex"));
}
