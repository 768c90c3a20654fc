// The whole inversion of gravity, after the sensitivities: 2,500 readings, 50,000 cells, noise 2 % of the largest reading, bounds, misfit 1.
// node tools/bench/whole-inversion.mjs [nx ny nz nobs] runs it alone; the mesh, the readings and the two bodies are those of the peer's w3_inversion.py.
import { potentialField } from "@geoanomaly/plugin-inverter-potential-field";
import { describeMachine } from "./machine.mjs";

const CELL = 100;

function problem([nx, ny, nz, nobs]) {
  const mesh = {
    crs: "local",
    origin: { easting: (-nx / 2) * CELL, northing: (-ny / 2) * CELL, upward: 0 },
    easting: new Float64Array(nx).fill(CELL),
    northing: new Float64Array(ny).fill(CELL),
    downward: new Float64Array(nz).fill(CELL),
  };
  const along = (cells, i) => (-cells / 2) * CELL + (i * cells * CELL) / (nobs - 1);
  const count = nobs * nobs;
  const stations = {
    easting: Float64Array.from({ length: count }, (_, i) => along(nx, i % nobs)),
    northing: Float64Array.from({ length: count }, (_, i) => along(ny, Math.floor(i / nobs))),
    upward: new Float64Array(count).fill(30),
  };
  // The peer counts layers from the bottom; here 0 is the uppermost.
  const model = new Float64Array(nx * ny * nz);
  const box = (value, [i0, i1], [j0, j1], [k0, k1]) => {
    for (let k = k0; k < k1; k++) for (let j = j0; j < j1; j++) for (let i = i0; i < i1; i++) model[(k * ny + j) * nx + i] = value;
  };
  const third = (n) => Math.floor(n / 3);
  box(500, [third(nx), nx >> 1], [third(ny), ny >> 1], [3, nz >> 1]);
  box(-300, [Math.floor((2 * nx) / 3), nx], [ny >> 1, ny], [2, 4]);
  return { mesh, stations, model };
}

/** Sums of twelve uniform numbers: mean 0, variance 1, the same at every run. */
function noise(length) {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Float64Array.from({ length }, () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6));
}

/** @returns Seconds of the inversion without its set-up (sensitivities, weights), with what it reached. */
export async function benchWholeInversion({ kernels, threads, size = [50, 50, 20, 50], options = {} }) {
  const { mesh, stations, model } = problem(size);
  const clean = await kernels.potential.forward({ mesh, stations, field: { kind: "gravity" } }, model);
  const deviation = 0.02 * clean.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const errors = noise(clean.length);
  const points = {
    easting: stations.easting,
    northing: stations.northing,
    upward: stations.upward,
    values: clean.map((value, i) => value + deviation * errors[i]),
    uncertainty: new Float64Array(clean.length).fill(deviation),
    crs: "local",
    quantity: { functional: "gravity-disturbance", unit: "mGal" },
    height: { metres: 30, datum: "unknown" },
  };
  let sweeps = 0;
  const counted = {
    ...kernels,
    potential: {
      ...kernels.potential,
      denseNormal: (...args) => {
        sweeps++;
        return kernels.potential.denseNormal(...args);
      },
    },
  };
  const context = { kernels: counted, logger: { log: () => {} }, signal: new AbortController().signal, threads, progress: () => {} };
  const request = {
    data: [{ name: "gravity", field: "gravity", points }],
    mesh,
    options: { lower: -400, upper: 600, operator: "dense", ...options },
    memoryBytes: 8e9,
  };
  const started = performance.now();
  let ready = started;
  const steps = [];
  const iterations = potentialField.invert(request, context);
  for (;;) {
    const next = await iterations.next();
    if (next.done) {
      const now = performance.now();
      const last = steps.at(-1);
      return {
        what: `whole inversion, ${size[3] ** 2} readings x ${mesh.easting.length * mesh.northing.length * mesh.downward.length} cells`,
        setUpSeconds: (ready - started) / 1e3,
        seconds: (now - ready) / 1e3,
        sweeps,
        iterations: last.iteration,
        misfit: last.misfit.gravity,
        stopped: next.value.stopped,
        trail: steps.map(({ misfit }) => Number(misfit.gravity.toPrecision(3))),
        peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      };
    }
    if (steps.length === 0) ready = performance.now();
    steps.push(next.value);
  }
}

if (process.argv[1]?.endsWith("whole-inversion.mjs")) {
  const { nativeKernels, threadBudget } = await import("@geoanomaly/native");
  const size = process.argv.length > 5 ? process.argv.slice(2, 6).map(Number) : undefined;
  const result = await benchWholeInversion({ kernels: nativeKernels(), threads: threadBudget().threads, ...(size && { size }) });
  process.stdout.write(`${JSON.stringify({ machine: describeMachine(), ...result }, null, 1)}\n`);
}
