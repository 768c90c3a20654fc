// Kernels against rasterio, bottleneck, numpy and pandas on the same arrays, one after the other in one run.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { time } from "./measure.mjs";

/** Samples of a little-endian float32 .npy file. */
function readNpy(path) {
  const bytes = readFileSync(path);
  const dataStart = 10 + bytes.readUInt16LE(8);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + dataStart, bytes.byteOffset + bytes.length));
}

/** One JSON line per measurement, by name. */
function peer(peers, data, part) {
  const output = execFileSync("/usr/bin/python3", [join(peers, "w2_kernels.py"), data, part], { encoding: "utf8", maxBuffer: 1 << 24 });
  return new Map(
    output
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line))
      .map((row) => [row.name, row.wall_med]),
  );
}

/** The peers' text grid with the header that ICGEM writes; theirs has none to speak of. */
function withHeader(data) {
  const path = join(data, "grav-icgem.gdf");
  if (existsSync(path)) return path;
  const bytes = readFileSync(join(data, "grav.gdf"));
  const body = bytes.subarray(bytes.indexOf("\n", bytes.indexOf("end_of_head")) + 1);
  const head = [
    "product_type gravity_field",
    "modelname synthetic",
    "tide_system tide_free",
    "functional gravity_disturbance",
    "unit mgal",
    "latlimit_north 90",
    "latlimit_south -90",
    "longlimit_west -180",
    "longlimit_east 180",
    "gridstep 0.1",
    "height_over_ell 0 m",
    "latitude_parallels 1801",
    "longitude_parallels 3601",
    "number_of_gridpoints 6485401",
    "gapvalue 9999999.0",
    "grid_format long_lat_value",
    "end_of_head ====",
    "",
  ];
  writeFileSync(path, Buffer.concat([Buffer.from(head.join("\n")), body]));
  return path;
}

const global = (rows, cols) => ({
  rows,
  cols,
  transform: [360 / cols, 0, -180, 0, -180 / rows, 90],
  registration: "area",
  crs: "EPSG:4326",
});

export async function benchKernels({ data, peers, kernels, openIcgem }) {
  const rows = [];
  const report = (name, ours, peerName, peerSeconds, goal) =>
    rows.push({
      name,
      ours_seconds: ours.median,
      ours_min: ours.min,
      peer: peerName,
      peer_seconds: peerSeconds,
      ratio: peerSeconds / ours.median,
      goal,
    });

  const magnetic = readNpy(join(data, "mag_nan.npy"));
  const source = { values: magnetic, geometry: global(5400, 10800) };
  const target = global(1800, 3600);
  const out = new Float32Array(1800 * 3600);
  const resample = peer(peers, data, "res");
  for (const method of ["average", "bilinear"]) {
    const ours = await time(() => kernels.regrid(source, target, { method, out }));
    const name = `rasterio.reproject ${method} threads=2`;
    report(`regrid ${method} 10800x5400 -> 3600x1800`, ours, name, resample.get(name), 20);
  }

  const block = new Float32Array(1800 * 3600);
  for (let row = 0; row < 1800; row++) block.set(magnetic.subarray(row * 10800, row * 10800 + 3600), row * 3600);
  let state = 1;
  for (let i = 0; i < block.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    if (state < 0x1999999a) block[i] = Number.NaN;
  }
  const statistics = peer(peers, data, "med");
  const tiles = await time(() => kernels.tileStatistics(block, { rows: 648, cols: 10000 }, { rows: 1, cols: 10000 }));
  report(
    "all statistics of 648 x 10k",
    tiles,
    "bottleneck median + MAD only",
    statistics.get("bottleneck nanmedian axis=1 +MAD 648x10k"),
    4,
  );
  report("all statistics of 648 x 10k", tiles, "numpy median + MAD only", statistics.get("numpy filtered loop median+MAD 648x10k"), 8);
  const whole = await time(() => kernels.statistics(block));
  report("all statistics of 6.48 M", whole, "bottleneck median + MAD only", statistics.get("bottleneck nanmedian+MAD 6.48M"), 5);

  const pandas = peer(peers, data, "ing");
  const text = withHeader(data);
  const gdf = await time(() => openIcgem(text), 3);
  report("ICGEM text, 6.49 M rows, file to grid", gdf, "pandas read_csv", [...pandas.values()][0], 15);
  return rows;
}
