// The whole global job against the Python peer on the same two rasters, and its cost against size.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median, runMeasured } from "./measure.mjs";

const bytesBelow = (folder, ending) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

/** What the peer makes too: COGs and sidecars of three layers, web tiles z0-7. `more` adds what only we make. */
function configuration(data, more) {
  const layer = (file) => ({
    dataset: "file",
    path: join(data, file),
    minimumFiniteFraction: 0,
    stages: [{ stage: "regrid", parameters: { method: "bilinear" } }],
  });
  return {
    name: "bench",
    title: "Benchmark of the whole job",
    modalities: { magnetic: layer("mag.tif"), gravity: layer("grav.tif") },
    visualizers: more ? {} : { cog: { mosaicLayers: [] }, pmtiles: {}, map: false, web: false },
    execution: { verify: more },
  };
}

/** Into a folder of its own: a file system is slow to give out again what was deleted a moment ago. */
async function runOurs({ gam, data, output, name, more = false, extra = [], edit = (value) => value, sampleMemory = false }) {
  mkdirSync(output, { recursive: true });
  const file = join(output, "..", `${name}.yaml`);
  writeFileSync(file, JSON.stringify(edit(configuration(data, more)))); // JSON is YAML
  return runMeasured(process.execPath, [gam, "run", file, "--output", output, ...extra], { sampleMemory });
}

/**
 * Ours `runs` times, then each variant of the peer once: the peer at the mission's settings takes minutes.
 * `tiles` below 648 compares the tile stage alone on part of the globe.
 */
export async function benchJob({ gam, data, peers, scratch, runs = 3 }) {
  const folder = join(scratch, `${process.pid}`);
  const ours = [];
  const output = join(folder, "ours-0");
  for (let run = 0; run < runs; run++) ours.push(await runOurs({ gam, data, output: join(folder, `ours-${run}`), name: "same-products" }));
  const ourCogBytes = bytesBelow(join(output, "cog"), ".tif");
  const ourWebBytes = bytesBelow(join(output, "pmtiles"), ".pmtiles");
  const watched = await runOurs({ gam, data, output: join(folder, "watched"), name: "same-products", sampleMemory: true });
  const everything = await runOurs({ gam, data, output: join(folder, "everything"), name: "everything", more: true });
  const wall = median(ours.map((run) => run.wall));
  const rows = [];
  for (const [variant, extra, goal] of [
    ["DEFLATE 9, PNG 6 (the mission's settings)", [], 25],
    ["relaxed: DEFLATE 6, PNG 1", ["--zlevel", "6", "--png-level", "1"], 8],
  ]) {
    const peer = await runMeasured("/usr/bin/python3", [join(peers, "w1_python.py"), data, join(folder, `peer-${rows.length}`), ...extra]);
    const stages = JSON.parse(peer.stdout.split("\n").find((line) => line.startsWith("{")));
    rows.push({
      name: `whole job, 648 tiles x 3 layers and web tiles z0-7; peer ${variant}`,
      ours_seconds: wall,
      ours_min: Math.min(...ours.map((run) => run.wall)),
      ours_user_seconds: median(ours.map((run) => run.user)),
      ours_peak_bytes: watched.peakBytes,
      ours_cog_bytes: ourCogBytes,
      ours_web_bytes: ourWebBytes,
      ours_everything_seconds: everything.wall,
      peer: "Python: rasterio, numpy, 2 processes",
      peer_seconds: peer.wall,
      peer_user_seconds: peer.user,
      peer_largest_process_bytes: peer.largestProcessBytes,
      peer_cog_bytes: stages.cog_bytes,
      peer_stages: stages,
      ratio: peer.wall / wall,
      goal,
    });
  }
  rmSync(folder, { recursive: true, force: true });
  return rows;
}

/** Wall seconds of ours for a growing number of tiles, and for cells half as wide. */
export async function benchGrowth({ gam, data, scratch }) {
  const rows = [];
  const cases = [
    ["81 tiles", ["--bbox", "0", "0", "90", "90"], (value) => value],
    ["324 tiles", ["--bbox", "0", "-90", "180", "90"], (value) => value],
    ["648 tiles", [], (value) => value],
    ["648 tiles at 0.05 degree", [], (value) => ({ ...value, grid: { spacing: 0.05 } })],
  ];
  for (const [name, extra, edit] of cases) {
    const folder = join(scratch, `${process.pid}`, name.replaceAll(" ", "-"));
    const seconds = [];
    let peak = 0;
    for (let run = 0; run < 4; run++) {
      const sampleMemory = run === 3;
      const result = await runOurs({ gam, data, output: join(folder, `${run}`), name: "growth", extra, edit, sampleMemory });
      if (sampleMemory) peak = result.peakBytes;
      else seconds.push(result.wall);
    }
    const tiles = readdirSync(join(folder, "0/metadata")).filter((file) => file.endsWith("_fused.json")).length;
    rows.push({
      name: `cost against size: ${name}`,
      tiles,
      ours_seconds: median(seconds),
      seconds_per_tile: median(seconds) / tiles,
      ours_peak_bytes: peak,
    });
  }
  rmSync(join(scratch, `${process.pid}`), { recursive: true, force: true });
  return rows;
}
