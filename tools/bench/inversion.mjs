// Sensitivities and operators of potential fields against the numba script of the peers and the memory of this machine.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { time } from "./measure.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const GRAVITY = { kind: "gravity" };
const MAGNETIC = { kind: "magnetic", mainField: { inclination: 62, declination: 7.5, intensity: 50_000 } };

/** Cells of 100 m, the top at height 0, the middle at the origin. */
const mesh = (nx, ny, nz) => ({
  crs: "local",
  origin: { easting: -50 * nx, northing: -50 * ny, upward: 0 },
  easting: new Float64Array(nx).fill(100),
  northing: new Float64Array(ny).fill(100),
  downward: new Float64Array(nz).fill(100),
});

/** A square of stations at a height of 30 m, `pitch` apart. */
function stations(count, first, pitch) {
  const at = (index) => first + pitch * index;
  return {
    easting: Float64Array.from({ length: count * count }, (_, i) => at(i % count)),
    northing: Float64Array.from({ length: count * count }, (_, i) => at(Math.floor(i / count))),
    upward: new Float64Array(count * count).fill(30),
  };
}

/** Wall seconds of the peer's two matrices with two threads; its magnetic one has a quarter of the stations. */
function peerSeconds(peers) {
  const output = execFileSync("/usr/bin/python3", [join(peers, "w3_inversion.py"), "50", "50", "20", "50"], {
    cwd: peers,
    encoding: "utf8",
    maxBuffer: 1 << 24,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  const wall = (name) => Number(new RegExp(`${name} numba .* threads=2: wall ([\\d.]+)s`).exec(output)?.[1]);
  return { gravity: wall("gz"), magnetic: 4 * wall("TMI") };
}

function memoryLimit(scratch, threads) {
  mkdirSync(scratch, { recursive: true });
  const program = join(scratch, "memory-limit");
  if (!existsSync(program))
    execFileSync("c++", ["-O3", "-march=native", "-std=c++20", join(here, "memory-limit.cc"), "-pthread", "-o", program]);
  return JSON.parse(execFileSync(program, [String(threads)], { encoding: "utf8" }));
}

const against = (name, ours, peer, peerSecondsOfIt, goal) => ({
  name,
  ours_seconds: ours.median,
  ours_min_seconds: ours.min,
  peer,
  peer_seconds: peerSecondsOfIt,
  ratio: peerSecondsOfIt / ours.median,
  goal,
});

export async function benchInversion({ scratch, peers, kernels, threads }) {
  const potential = kernels.potential;
  const peer = peerSeconds(peers);
  const rows = [];

  // The peer's stations are not at the pitch of the cells; the Toeplitz operator needs them there.
  const scattered = { mesh: mesh(50, 50, 20), stations: stations(50, -2500, 5000 / 49), field: GRAVITY };
  const regular = { ...scattered, stations: stations(50, -2450, 100) };
  const out = new Float32Array(2500 * 50_000);
  const magnetic = await time(() => potential.sensitivities({ ...scattered, field: MAGNETIC }, { out }), 3);
  const gravity = await time(() => potential.sensitivities(scattered, { out }), 3);
  rows.push(against("gravity sensitivities 2,500 x 50,000", gravity, "w3_inversion.py", peer.gravity, 19));
  rows.push(against("magnetic sensitivities 2,500 x 50,000", magnetic, "w3_inversion.py", peer.magnetic, 10));

  const matrix = await potential.sensitivities(regular, { out });
  const x = Float64Array.from({ length: 50_000 }, (_, i) => Math.sin(i));
  const limit = memoryLimit(scratch, threads);
  const dense = await time(() => potential.denseNormal(matrix, x, undefined), 15);
  rows.push({ name: "dense normal step 2,500 x 50,000", ours_seconds: dense.median, ours_min_seconds: dense.min });
  rows.push({
    name: "  one read of its 500 MB",
    ours_seconds: limit.read_seconds,
    ratio_to_limit: dense.median / limit.read_seconds,
    goal: 1.15,
  });
  const triad = 5e8 / limit.triad_bytes_per_second;
  rows.push({ name: "  500 MB at the bandwidth of the triad", ours_seconds: triad, ratio_to_limit: dense.median / triad, goal: 1.15 });

  const operator = await potential.toeplitz(regular);
  const normal = async (apply, adjoint, held, model) => adjoint(held, await apply(held, model));
  const toeplitz = await time(() => normal(potential.toeplitzApply, potential.toeplitzAdjoint, operator, x), 25);
  rows.push(against("Toeplitz normal step 2,500 x 50,000", toeplitz, "our dense step", dense.median, 20));
  const compressed = await potential.compress(regular, { tolerance: 1e-3 });
  const sparse = await time(() => normal(potential.compressedApply, potential.compressedAdjoint, compressed, x), 9);
  rows.push(
    against(
      `compressed normal step (tolerance 1e-3, ${(compressed.bytes / 1e6).toFixed(0)} MB)`,
      sparse,
      "our dense step",
      dense.median,
      "none",
    ),
  );

  // Steps of A' A at 1, 4 and 16 times the data and cells.
  for (const scale of [1, 2, 4]) {
    const request = { mesh: mesh(20 * scale, 20 * scale, 20), stations: stations(20 * scale, -50 * 20 * scale + 50, 100), field: GRAVITY };
    const model = Float64Array.from({ length: 8000 * scale ** 2 }, (_, i) => Math.sin(i));
    const size = `${400 * scale ** 2} x ${8000 * scale ** 2}`;
    const row = (name, { median, min }) => rows.push({ name: `growth, ${size}: ${name}`, ours_seconds: median, ours_min_seconds: min });
    row("on the fly", await time(() => normal(potential.forward, potential.adjoint, request, model), 1));
    const held = await potential.sensitivities(request);
    row(`dense (${(held.values.byteLength / 1e6).toFixed(0)} MB)`, await time(() => potential.denseNormal(held, model, undefined), 5));
    const blocks = await potential.toeplitz(request);
    row(
      `Toeplitz (${(blocks.bytes / 1e6).toFixed(1)} MB)`,
      await time(() => normal(potential.toeplitzApply, potential.toeplitzAdjoint, blocks, model), 9),
    );
    const wavelets = await potential.compress(request, { tolerance: 1e-3 });
    row(
      `compressed, 1e-3 (${(wavelets.bytes / 1e6).toFixed(0)} MB)`,
      await time(() => normal(potential.compressedApply, potential.compressedAdjoint, wavelets, model), 5),
    );
  }
  return rows;
}
