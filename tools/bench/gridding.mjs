// Scattered readings to grids, against GMT and scipy on the same points in one run; and a million airborne readings with equivalent sources.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runMeasured, time } from "./measure.mjs";

const REGION = ["-R0/10/0/10", "-I0.01"];
const NODES = { rows: 1001, cols: 1001, transform: [0.01, 0, -0.005, 0, -0.01, 10.005], registration: "node", crs: "local" };

/** Columns of a text of numbers. */
function parse(kernels, bytes, columns, delimiter) {
  const rows = Math.ceil(bytes.length / (2 * columns)); // more than there can be; pages that are not touched cost nothing
  const out = Array.from({ length: columns }, () => new Float64Array(rows));
  const select = out.map((_, i) => i);
  const parsed = kernels.parseNumbers(bytes, { columns, select, out, ...(delimiter && { delimiter }) });
  if (parsed.error) throw new Error(`line ${parsed.error.line}: ${parsed.error.found}`);
  return out.map((column) => column.subarray(0, parsed.rows));
}

/** Values of a grid of GMT, rows from the north. */
function gmtGrid(path) {
  const bytes = execFileSync("gmt", ["grd2xyz", path, "-ZTLf"], { maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] });
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Root-mean-square difference as a part of the root mean square of the other about its mean. */
function relativeDifference(ours, theirs) {
  const mean = theirs.reduce((sum, value) => sum + value, 0) / theirs.length;
  let [squares, signal] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    squares += (ours[i] - theirs[i]) ** 2;
    signal += (theirs[i] - mean) ** 2;
  }
  return Math.sqrt(squares / signal);
}

const shell = (command, cwd) => runMeasured("bash", ["-c", command], { cwd });
const curvature = { tension: 0.25, aspect: 1, maximumIterations: 1000 };

/** Synthetic points of the peers: 1e6 readings to 1001 x 1001 samples. */
async function synthetic({ data, peers, scratch, kernels, report }) {
  const text = join(data, "pts.xyz");
  const bytes = readFileSync(text);
  const columns = parse(kernels, bytes, 3);
  const [easting, northing, values] = columns;
  const { gridding } = kernels;

  const medianPeer = await shell(`gmt blockmedian ${text} ${REGION.join(" ")} > medians.xyz`, scratch);
  report(
    "block median, 1e6 points, arrays in",
    await time(() => gridding.blockMedian(columns, NODES)),
    "gmt blockmedian",
    medianPeer.wall,
    20,
  );
  const fromText = await time(() => gridding.blockMedian(parse(kernels, readFileSync(text), 3), NODES), 3);
  report("block median, 1e6 points, text in", fromText, "gmt blockmedian", medianPeer.wall, 20);

  const [x, y, z] = parse(kernels, readFileSync(join(scratch, "medians.xyz")), 3);
  const medians = { easting: x, northing: y, values: z };
  const surfacePeer = await shell(`gmt surface medians.xyz ${REGION.join(" ")} -T0.25 -Gsurface.nc`, scratch);
  const converged = join(scratch, "surface-converged.nc");
  if (!existsSync(converged)) await shell(`gmt surface medians.xyz ${REGION.join(" ")} -T0.25 -C1e-6 -N2000 -G${converged}`, scratch);
  for (const convergence of [1e-2, 1e-4]) {
    const options = { ...curvature, convergence };
    const { values: ours } = await gridding.minimumCurvature(medians, NODES, options);
    const difference = relativeDifference(ours, gmtGrid(converged));
    const name = `minimum curvature, convergence ${convergence}: ${(100 * difference).toFixed(3)} % rms from the converged surface of GMT`;
    report(name, await time(() => gridding.minimumCurvature(medians, NODES, options), 3), "gmt surface", surfacePeer.wall, 10);
  }

  const options = { neighbours: 8, power: 2, radius: Number.POSITIVE_INFINITY, scale: [1, 1] };
  const inverse = await time(() => gridding.inverseDistance({ easting, northing, values }, NODES, options), 3);
  const scipy = execFileSync("/usr/bin/python3", [join(peers, "w5_scipy.py"), data], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  for (const workers of [1, 2]) {
    const name = `scipy cKDTree k=8 IDW workers=${workers}`;
    report("inverse distance, 8 neighbours", inverse, name, scipy.find((row) => row.name === name).wall_med, 10);
  }
  const neighbourPeer = await shell(`gmt nearneighbor ${text} ${REGION.join(" ")} -S0.05 -N4 -Gneighbours.nc`, scratch);
  report("inverse distance, 8 neighbours", inverse, "gmt nearneighbor", neighbourPeer.wall, 40);
}

/** Readings in metres about their middle. */
function osborneReadings(kernels, file) {
  const text = execFileSync("xz", ["-dc", file], { maxBuffer: 1 << 30 });
  const [, longitude, latitude, height, values] = parse(kernels, text.subarray(text.indexOf(10) + 1), 5, ",");
  const middle = (array) => array.reduce((sum, value) => sum + value, 0) / array.length;
  const [lon, lat, level] = [middle(longitude), middle(latitude), middle(values)];
  const degree = 111_195;
  return {
    easting: longitude.map((x) => (x - lon) * degree * Math.cos((lat * Math.PI) / 180)),
    northing: latitude.map((y) => (y - lat) * degree),
    upward: height.slice(),
    values: values.map((value) => value - level),
  };
}

/** Frame of square cells over places. */
function cells({ easting, northing }, step) {
  const low = (array) => Math.floor(array.reduce((a, b) => Math.min(a, b)) / step);
  const high = (array) => Math.floor(array.reduce((a, b) => Math.max(a, b)) / step);
  const [west, south, east, north] = [low(easting), low(northing), high(easting), high(northing)];
  const transform = [step, 0, west * step, 0, -step, (north + 1) * step];
  return { rows: north - south + 1, cols: east - west + 1, transform, registration: "area", crs: "local" };
}

const part = (readings, keep) =>
  Object.fromEntries(Object.entries(readings).map(([name, array]) => [name, array.filter((_, i) => keep(i))]));

async function fit(kernels, readings, { spacing, depth, damping }) {
  const { easting, northing, upward, values } = readings;
  const blocks = await kernels.gridding.blockMedian([easting, northing, upward], cells(readings, spacing));
  const [x, y, z] = blocks.columns;
  const sources = { easting: x.slice(), northing: y.slice(), upward: z.map((height) => height - depth) };
  const options = { damping, window: Math.sqrt(300) * spacing, rounds: 1, seed: 1 };
  const { charges, windows } = await kernels.gridding.fitSources({ easting, northing, upward }, values, sources, options);
  return { sources, charges, windows };
}

/** Osborne: 990,987 airborne readings. One fold in ten of blocks of 100 m is held out for the error that is stated. */
async function osborne({ file, scratch, kernels, report, rows }) {
  const readings = osborneReadings(kernels, file);
  const target = cells(readings, 100);
  const choice = { spacing: 150, depth: 200, damping: 1e-3 };
  const height = readings.upward.reduce((sum, value) => sum + value, 0) / readings.upward.length;
  const at = (i) => [
    target.transform[2] + 100 * ((i % target.cols) + 0.5),
    target.transform[5] - 100 * (Math.floor(i / target.cols) + 0.5),
  ];
  const samples = Array.from({ length: target.rows * target.cols }, (_, i) => at(i));
  const places = {
    easting: Float64Array.from(samples, ([x]) => x),
    northing: Float64Array.from(samples, ([, y]) => y),
    upward: new Float64Array(samples.length).fill(height),
  };
  const whole = await time(async () => {
    const model = await fit(kernels, readings, choice);
    return kernels.gridding.sourceField(model.sources, model.charges, places);
  }, 1);

  const block = (i) =>
    Math.imul(Math.floor(readings.easting[i] / 100), 73856093) ^ Math.imul(Math.floor(readings.northing[i] / 100), 19349663);
  const out = readings.values.map((_, i) => (block(i) >>> 8) % 10);
  const model = await fit(
    kernels,
    part(readings, (i) => out[i] !== 0),
    choice,
  );
  const test = part(readings, (i) => out[i] === 0);
  const predicted = await kernels.gridding.sourceField(model.sources, model.charges, test);
  const errors = predicted.map((value, i) => value - test.values[i]);
  const rms = (array) => Math.sqrt(array.reduce((sum, value) => sum + value * value, 0) / array.length);
  const middle = errors.map(Math.abs).sort()[errors.length >> 1];
  rows.push({
    name:
      `Osborne, ${readings.values.length} readings by equivalent sources (${model.sources.easting.length} sources, ${model.windows} windows) to ` +
      `${target.rows} x ${target.cols}; error of ${errors.length} readings in held-out blocks of 100 m: rms ${rms(errors).toFixed(1)} nT, ` +
      `median ${middle.toFixed(1)} nT, readings rms ${rms(test.values).toFixed(1)} nT`,
    ours_seconds: whole.median,
    ours_peak_bytes: process.resourceUsage().maxRSS * 1024,
  });

  const text = join(scratch, "osborne.xyz");
  const { easting, northing, values } = readings;
  writeFileSync(text, Array.from(values, (value, i) => `${easting[i].toFixed(2)} ${northing[i].toFixed(2)} ${value}\n`).join(""));
  const [step, , west, , , north] = target.transform;
  const region = `-R${west}/${west + step * target.cols}/${north - step * target.rows}/${north} -I100 -r`;
  const peer = await shell(`gmt blockmedian ${text} ${region} > o.xyz && gmt surface o.xyz ${region} -T0.25 -Go.nc`, scratch);
  const ours = await time(async () => {
    const { columns } = await kernels.gridding.blockMedian(parse(kernels, readFileSync(text), 3), target);
    const [x, y, z] = columns;
    return kernels.gridding.minimumCurvature({ easting: x, northing: y, values: z }, target, { ...curvature, convergence: 1e-4 });
  }, 3);
  report("Osborne, text to block medians to minimum curvature", ours, "gmt blockmedian, surface", peer.wall, 10);
}

export async function benchGridding({ data, peers, scratch, survey, kernels }) {
  mkdirSync(scratch, { recursive: true });
  const rows = [];
  const report = (name, ours, peer, peerSeconds, goal) =>
    rows.push({
      name,
      ours_seconds: ours.median,
      ours_min: ours.min,
      peer,
      peer_seconds: peerSeconds,
      ratio: peerSeconds / ours.median,
      goal,
    });
  await synthetic({ data, peers, scratch, kernels, report });
  const file = join(survey, "fatiando-data/osborne-magnetic/osborne-magnetic.csv.xz");
  if (existsSync(file)) await osborne({ file, scratch, kernels, report, rows });
  else process.stderr.write(`left out: the Osborne survey is not at ${file}; set GAM_DATA\n`);
  return rows;
}
