import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { emag2Csv } from "@geoanomaly/plugin-reader-emag2";
import { esriAscii } from "@geoanomaly/plugin-reader-esri";
import { geosoft } from "@geoanomaly/plugin-reader-geosoft";
import { geotiff } from "@geoanomaly/plugin-reader-geotiff";
import { gtx } from "@geoanomaly/plugin-reader-gtx";
import { egm96, gfc, icgemGrid } from "@geoanomaly/plugin-reader-icgem";
import { cof, magneticArchive, shc } from "@geoanomaly/plugin-reader-magnetic-model";
import { netcdf } from "@geoanomaly/plugin-reader-netcdf";
import { surfer } from "@geoanomaly/plugin-reader-surfer";
import { table } from "@geoanomaly/plugin-reader-table";
import { tomofastObservations, ubcMesh, ubcModel, ubcObservations } from "@geoanomaly/plugin-reader-ubc";
import { strToU8, zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeClassicNetcdf } from "../readers/encoders/classic-netcdf.js";
import { encodeGeosoft } from "../readers/encoders/geosoft.js";
import { encodeGtx } from "../readers/encoders/gtx.js";
import { encodeGfc, encodeIcgemGrid } from "../readers/encoders/icgem.js";
import { encodeSurfer6Ascii, encodeSurfer6Binary, encodeSurfer7 } from "../readers/encoders/surfer.js";
import { encodeTiff } from "../readers/encoders/tiff.js";
import { type FuzzTarget, fuzzReader, fuzzSummary } from "./fuzz-reader.js";

/** Files per reader: a campaign sets it higher. */
const COUNT = Number(process.env.GAM_FUZZ_FILES ?? 2000);
const SEED = Number(process.env.GAM_FUZZ_SEED ?? 20250101);

const text = (content: string) => Buffer.from(content, "latin1");
const band = Array.from({ length: 48 }, (_, index) => index * 1.25 - 7);
const raster = { width: 8, height: 6, bands: [band], place: { step: [1, 1], origin: [10, 20] }, epsg: 4326, noData: "-99" } as const;
const rows = Array.from({ length: 5 }, (_, row) => Array.from({ length: 6 }, (_, col) => row * 6 + col + 0.5));
const cofText = `2025.0  TEST  01/01/2025\n${Array.from({ length: 4 }, (_, i) => Array.from({ length: i + 2 }, (_, m) => `${i + 1} ${m} ${100 - i - m}.5 ${m && 3.25} 0.1 ${m && 0.2}`).join("\n")).join("\n")}\n${"9".repeat(40)}\n`;
const shcText = "# test\n1 2 2 2 1\n2000.0 2005.0\n1 0 1 2\n1 1 3 4\n1 -1 5 6\n2 0 1 2\n2 1 1 2\n2 -1 1 2\n2 2 1 2\n2 -2 1 2\n";
const gfcText = encodeGfc([
  "gfc 0 0 1 0",
  "gfct 2 0 -4.8d-4 0 20050101",
  "trnd 2 0 1e-11 0",
  "acos 2 0 4e-11 0 1.0",
  "gfc 2 1 1e-9 2e-9",
  "gfc 2 2 1e-6 -1e-6",
]);
const egmText =
  "   2   0 -0.484165371736E-03  0.0E+00  0.35E-10  0.0E+00\n   2   1 -0.18E-09  0.11E-08  0.1E-29  0.1E-29\n   2   2  0.24E-05 -0.14E-05  0.5E-10  0.5E-10\n";
const csvText = Array.from({ length: 24 }, (_, n) => {
  const [i, j] = [5000 + (n % 6), 900 + Math.floor(n / 6)];
  return `${i},${j},${((i - 0.5) / 30).toFixed(6)},${((j - 0.5) / 30 - 90).toFixed(6)},99999,${n * 3 - 20}.25,005,15`;
}).join("\r\n");
const axis = (name: string, dimension: number, values: readonly number[]) =>
  ({ name, dimensions: [dimension], type: "float64", values }) as const;
const classic = encodeClassicNetcdf(
  [
    ["lat", 5],
    ["lon", 6],
  ],
  [
    axis("lat", 0, [0, 1, 2, 3, 4]),
    axis("lon", 1, [0, 1, 2, 3, 4, 5]),
    {
      name: "z",
      dimensions: [0, 1],
      type: "int16",
      values: rows.flat().map(Math.round),
      attributes: { units: "mGal", scale_factor: [0.1], _FillValue: [-9] },
    },
  ],
  { Conventions: "CF-1.7", node_offset: [1] },
);

const lattice = { west: 0, east: 5, south: 10, north: 14, rows };
const geosoftGrid = { x: 0, y: 10, step: [1, 1], rows } as const;
const tableText = `line,lon,lat,h,g\n${Array.from({ length: 30 }, (_, i) => `L${i % 3},${18 + i / 10},${-34 + i / 20},${100 + i},${979_600 + i}`).join("\n")}\n`;
const quotedTable = tableText.replace("L0,", '"L ""0""",');
const tableParameters = {
  columns: { longitude: "lon", latitude: "lat", upward: "h", value: "g", line: "line" },
  quantity: { functional: "gravity", unit: "mGal" },
  onBadRow: "skip",
};
const cells = Array.from({ length: 24 }, (_, i) => `${i / 7}`).join("\n");

async function netcdf4(): Promise<Uint8Array> {
  const { default: h5wasm } = await import("h5wasm/node");
  await h5wasm.ready;
  const folder = await mkdtemp(join(tmpdir(), "gam-fuzz-"));
  const path = join(folder, "a.nc");
  const file = new h5wasm.File(path, "w");
  file.create_dataset({ name: "lat", data: new Float64Array([0, 1, 2, 3, 4]) }).create_attribute("units", "degrees_north");
  file.create_dataset({ name: "lon", data: new Float64Array([0, 1, 2, 3, 4, 5]) }).create_attribute("units", "degrees_east");
  const z = file.create_dataset({
    name: "z",
    data: Float32Array.from(rows.flat()),
    shape: [5, 6],
    chunks: [5, 6],
    compression: "gzip",
    compression_opts: 4,
  });
  z.create_attribute("units", "mGal");
  file.close();
  const bytes = await readFile(path);
  await rm(folder, { recursive: true });
  return bytes;
}

const targets: readonly FuzzTarget[] = [
  {
    reader: geotiff,
    filename: "a.tif",
    seeds: [
      encodeTiff({ ...raster, rowsPerStrip: 1 }),
      encodeTiff({ ...raster, rowsPerStrip: 4, deflate: true }),
      encodeTiff({ ...raster, bigTiff: true }),
      encodeTiff({ ...raster, bigEndian: true, rowsPerStrip: 2, bands: [band, band] }),
    ],
  },
  {
    reader: icgemGrid,
    filename: "a.gdf",
    seeds: [
      text(encodeIcgemGrid({ west: 10, north: 40, step: 2, values: rows })),
      text(encodeIcgemGrid({ west: 10, north: 40, step: 2, values: rows, heights: rows })),
    ],
  },
  { reader: gfc, filename: "a.gfc", seeds: [text(gfcText)], parameters: { epoch: 2010 } },
  { reader: egm96, filename: "egm96.ascii.gz", seeds: [text(egmText), gzipSync(egmText)] },
  { reader: cof, filename: "a.cof", seeds: [text(cofText)] },
  { reader: shc, filename: "a.shc", seeds: [text(shcText)], parameters: { epoch: 2001 } },
  { reader: magneticArchive, filename: "a.zip", seeds: [zipSync({ "a/B.COF": strToU8(cofText), "c.COF": strToU8("x") })] },
  { reader: emag2Csv, filename: "emag2.csv", seeds: [text(csvText)] },
  { reader: gtx, filename: "a.gtx", seeds: [encodeGtx(-2, 10, 1, rows)] },
  { reader: table, filename: "a.csv", seeds: [text(tableText), text(quotedTable)], parameters: tableParameters },
  {
    reader: ubcObservations,
    filename: "a.obs",
    seeds: [text("83 -32 60000\n83 -32 1\n2\n1 2 40 100 5\n2 3 41 -200 6 ! x\n"), text("2\n10 20 5 -1.5 0.1\n11 21 6 2.5 0.2\n")],
  },
  {
    reader: tomofastObservations,
    filename: "a.txt",
    seeds: [text("2\n 7455800.0 528550.0 -100.0 1.5E-004\n 7456800.0 528551.0 -101.0 -2.0E-005\n")],
    parameters: { kind: "gravity" },
  },
  { reader: ubcMesh, filename: "a.msh", seeds: [text("2 3 4 ! cells\n500 39000 10\n100 200\n3*50.0\n10 2*20\n40\n")] },
  {
    reader: ubcModel,
    filename: "a.sus",
    seeds: [text(cells)],
    parameters: { mesh: "mesh.msh" },
    beside: { "mesh.msh": "2 3 4\n0 0 0\n2*1\n3*1\n4*1\n" },
  },
  {
    reader: geosoft,
    filename: "a.grd",
    seeds: [encodeGeosoft(geosoftGrid), encodeGeosoft({ ...geosoftGrid, compressed: true, columnOrder: true })],
    parameters: { crs: "local" },
  },
  {
    reader: surfer,
    filename: "a.grd",
    seeds: [text(encodeSurfer6Ascii(lattice)), encodeSurfer6Binary(lattice), encodeSurfer7(lattice)],
    parameters: { crs: "local" },
  },
  {
    reader: esriAscii,
    filename: "a.asc",
    seeds: [
      text(`ncols 6\nnrows 5\nxllcorner 0\nyllcorner 10\ncellsize 1\nNODATA_value -9999\n${rows.map((row) => row.join(" ")).join("\n")}\n`),
    ],
    parameters: { crs: "local" },
  },
];

describe("mutated files are read or refused, never worse", () => {
  it.each(targets.map((target) => [target.reader.id, target] as const))(
    "%s",
    async (id, target) => {
      const result = await fuzzReader(target, COUNT, SEED);
      console.log(fuzzSummary(id, result));
      expect(result.files).toBe(COUNT);
      // A fuzzer whose files are all refused at the door, or all read, tests nothing.
      expect(result.read).toBeGreaterThan(COUNT / 500);
      expect(result.read).toBeLessThan(COUNT);
    },
    3_600_000,
  );

  describe("netcdf", () => {
    let seeds: readonly Uint8Array[];
    beforeAll(async () => {
      seeds = [classic, await netcdf4()];
    });
    it("classic and NetCDF-4", async () => {
      const result = await fuzzReader({ reader: netcdf, filename: "a.nc", seeds }, COUNT, SEED);
      console.log(fuzzSummary("netcdf", result));
      expect(result.read).toBeGreaterThan(COUNT / 500);
      expect(result.read).toBeLessThan(COUNT);
    }, 3_600_000);
  });
});
