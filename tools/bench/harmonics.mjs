// Spherical harmonic synthesis against GeographicLib on a made-up model in its own file format.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { time } from "./measure.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** Coefficients of an EGMF-1 file: identifier, N, M, C in order of m then n, S from m = 1. */
function readEgm(path, maxDegree) {
  const bytes = readFileSync(path);
  const length = ((maxDegree + 1) * (maxDegree + 2)) / 2;
  const cosine = new Float64Array(length);
  const sine = new Float64Array(length);
  let offset = 16;
  for (const [array, firstOrder] of [
    [cosine, 0],
    [sine, 1],
  ])
    for (let m = firstOrder; m <= maxDegree; m++)
      for (let n = m; n <= maxDegree; n++, offset += 8) array[(n * (n + 1)) / 2 + m] = bytes.readDoubleLE(offset);
  cosine[0] = 1;
  return {
    field: "gravity",
    modelName: `synthetic ${maxDegree}`,
    minDegree: 0,
    maxDegree,
    cosine,
    sine,
    referenceRadius: 6378136.3,
    gravitationalConstant: 3986004.415e8,
    tideSystem: "tide-free",
  };
}

export async function benchHarmonics({ scratch, peers, kernels, ellipsoid }) {
  mkdirSync(scratch, { recursive: true });
  const program = join(scratch, "geographiclib");
  if (!existsSync(program)) execFileSync("c++", ["-O3", "-march=native", join(here, "geographiclib.cc"), "-lGeographicLib", "-o", program]);
  if (!existsSync(join(scratch, "gravity"))) execFileSync("/usr/bin/python3", [join(peers, "w4_gen_egm.py"), scratch]);
  const rows = [];
  for (const [degree, parallels, goal] of [
    [360, 60, 100],
    [2190, 12, 300],
  ]) {
    const peer = JSON.parse(
      execFileSync(program, [join(scratch, "gravity"), `syn${degree}`, String(parallels), "0.1"], { encoding: "utf8", maxBuffer: 1 << 26 }),
    );
    const model = readEgm(join(scratch, "gravity", `syn${degree}.egm.cof`), degree);
    const target = { rows: 1800, cols: 3600, transform: [0.1, 0, -180, 0, -0.1, 90], registration: "area", crs: "EPSG:4326" };
    const out = new Float64Array(1800 * 3600);
    const ours = await time(() => kernels.gravity(model, target, { functional: "geoid-height", height: 0, ellipsoid, out }), 5);
    const [potential] = await kernels.synthesise(model, target, { components: ["potential"], height: 0, ellipsoid });
    let deviation = 0;
    for (const [latitude, longitude, theirs] of peer.points) {
      const row = Math.round((90 - latitude) / 0.1 - 0.5);
      const column = Math.round((longitude + 180) / 0.1 - 0.5);
      deviation = Math.max(deviation, Math.abs(potential[row * 3600 + column] / theirs - 1));
    }
    rows.push({
      name: `geoid height, degree ${degree} at 0.1 degree`,
      ours_seconds: ours.median,
      ours_min: ours.min,
      peer: `GeographicLib, 1 thread, ${parallels} of 1800 parallels extrapolated`,
      peer_seconds: peer.seconds_whole_grid,
      ratio: peer.seconds_whole_grid / ours.median,
      goal,
      largest_relative_deviation_of_potential: deviation,
    });
  }
  return rows;
}
