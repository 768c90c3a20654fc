import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Anomaly, type AnomalyTable, projectionBetween, type RegionProduct } from "@geoanomaly/core";
import { describeVisualizerContract, MemoryFolder, sampleRegionProduct, testContext } from "@geoanomaly/core/testing";
import { table as tableReader } from "@geoanomaly/plugin-reader-table";
import { vector } from "@geoanomaly/plugin-visualizer-vector";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { haveGdal, run } from "./gdal.js";

describeVisualizerContract(vector, { options: { readings: ["csv", "parquet"] } });

const gdal = haveGdal("GeoPackage and GeoJSON read by GDAL");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gam-vectors-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function rendered(product: RegionProduct, options: Readonly<Record<string, unknown>> = {}): Promise<MemoryFolder> {
  const memory = new MemoryFolder();
  await vector.render(product, memory, options, await testContext());
  for (const [path, bytes] of memory.files) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return memory;
}

const text = (memory: MemoryFolder, path: string) => Buffer.from(memory.files.get(path) ?? []).toString("utf8");
const withTable = (product: RegionProduct, change: (table: AnomalyTable) => AnomalyTable): RegionProduct => ({
  ...product,
  detections: product.detections.map((detection) => ({ ...detection, table: change(detection.table) })),
});
const withoutAnomalies = (table: AnomalyTable): AnomalyTable => ({ ...table, anomalies: [] });

interface Collection {
  readonly features: readonly {
    readonly id: string;
    readonly geometry: { readonly type: string; readonly coordinates: readonly (readonly (readonly [number, number])[])[] };
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
  readonly bbox?: readonly number[];
  readonly local_coordinates?: string;
  readonly cautions?: readonly string[];
}

/** Twice the area of a ring; positive if it runs counter-clockwise. */
const turning = (ring: readonly (readonly [number, number])[]) =>
  ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i]![0] * y - x * ring[i]![1]), 0);

describe("anomalies as GeoJSON", () => {
  it("in longitude and latitude, rings counter-clockwise and closed, what is not known null", async () => {
    const product = sampleRegionProduct();
    const memory = await rendered(product);
    const collection = JSON.parse(text(memory, "vectors/anomalies_bodies.geojson")) as Collection;
    const { anomalies } = product.detections[0]!.table;
    const { forward } = await projectionBetween("EPSG:4326", product.crs);
    expect(collection.features.map(({ id }) => id)).toEqual(["A001", "A002"]);
    expect(collection.cautions?.[0]).toMatch(/^SYNTHETIC/);
    for (const [index, { geometry, properties }] of collection.features.entries()) {
      const ring = geometry.coordinates[0]!;
      expect(ring[0]).toEqual(ring.at(-1));
      expect(turning(ring)).toBeGreaterThan(0);
      ring.forEach(([longitude, latitude], corner) => {
        const [x, y] = forward(longitude, latitude);
        const [east, north] = anomalies[index]!.outline[0]![corner]!;
        expect(Math.hypot(x - east, y - north)).toBeLessThan(0.02); // seven decimals of a degree
      });
      expect(properties).toMatchObject({ score: anomalies[index]!.score, type: anomalies[index]!.type, contribution_gravity: 1 });
    }
    expect(collection.features[1]!.properties).toMatchObject({ depth_top_m: null, volume_m3: null, excess_mass_kg: null });
    const [west, south, east, north] = collection.bbox as [number, number, number, number];
    expect([west < -104.33, east > -104.32, south < 32.2, north > 32.2]).toEqual([true, true, true, true]);
  });
  it("turns holes clockwise and the outer ring counter-clockwise, however they come", async () => {
    const hole: [number, number][] = [
      [2500, 2200],
      [2500, 2400],
      [2700, 2400],
      [2700, 2200],
      [2500, 2200],
    ];
    for (const reversed of [false, true]) {
      const turn = <T>(ring: readonly T[]) => (reversed ? ring.toReversed() : ring);
      const product = withTable(sampleRegionProduct({ crs: "local" }), (table) => ({
        ...table,
        anomalies: table.anomalies.map((each) => ({ ...each, outline: [turn(each.outline[0]!), turn(hole)] })),
      }));
      const memory = await rendered(product, { formats: ["geojson"] });
      const [first] = (JSON.parse(text(memory, "vectors/anomalies_bodies.geojson")) as Collection).features;
      const [outer, inner] = first!.geometry.coordinates;
      expect(turning(outer!)).toBeGreaterThan(0);
      expect(turning(inner!)).toBeLessThan(0);
    }
  });
  it("with local coordinates, and says so", async () => {
    const memory = await rendered(sampleRegionProduct({ crs: "local", synthetic: false }));
    const collection = JSON.parse(text(memory, "vectors/anomalies_bodies.geojson")) as Collection;
    expect(collection.local_coordinates).toMatch(/not longitude and latitude/);
    expect(collection.cautions).toBeUndefined();
    expect(collection.features[0]!.geometry.coordinates[0]![0]).toEqual([2250, 1850]);
    expect(collection.features[0]!.properties.longitude).toBeNull();
  });
  it("an anomaly without an outline is a point, and finds its longitude", async () => {
    const bare = (anomaly: Anomaly): Anomaly => ({ ...anomaly, outline: [], longitude: null, latitude: null });
    const product = withTable(sampleRegionProduct(), (table) => ({
      ...table,
      anomalies: table.anomalies.map((each, i) => (i === 0 ? bare(each) : each)),
    }));
    const memory = await rendered(product);
    const [first] = (JSON.parse(text(memory, "vectors/anomalies_bodies.geojson")) as Collection).features;
    expect(first!.geometry.type).toBe("Point");
    // GDAL's answer, as the sample region has it.
    expect(first!.properties.longitude).toBeCloseTo(-104.330522018338, 9);
    expect(first!.properties.latitude).toBeCloseTo(32.1981869034975, 9);
  });
  it.skipIf(!gdal)("is read by GDAL", async () => {
    await rendered(sampleRegionProduct());
    const summary = run("ogrinfo", ["-al", "-so", join(folder, "vectors/anomalies_bodies.geojson")]);
    expect(summary).toMatch(/Geometry: Polygon\nFeature Count: 2\n/);
    expect(summary).toMatch(/score: Real/);
  });
});

describe.skipIf(!gdal)("anomalies as GeoPackage", () => {
  const path = () => join(folder, "vectors/anomalies_bodies.gpkg");
  const validate = () =>
    execFileSync(
      "/usr/bin/python3",
      ["-c", "import sys; from osgeo_utils.samples.validate_gpkg import check; check(sys.argv[1], warning_as_error=True)", path()],
      { encoding: "utf8", stdio: "pipe" },
    );
  it.each([
    ["EPSG:32613", /ID\["EPSG",32613\]\]/, /Extent: \(562250\.000000, 3561850\.000000\) - \(565150\.000000, 3563950\.000000\)/],
    ["local", /Undefined Cartesian SRS/, /Extent: \(2250\.000000, 1850\.000000\)/],
  ] as const)("in %s: valid, and read by GDAL", async (crs, srs, extent) => {
    await rendered(sampleRegionProduct({ crs }));
    validate();
    const summary = run("ogrinfo", ["-al", path()]);
    expect(summary).toMatch(srs);
    expect(summary).toMatch(extent);
    expect(summary).toMatch(/Geometry: Polygon\nFeature Count: 2\n/);
    expect(summary).toMatch(/excess_mass_kg \(Real\) = 336000000000/);
    expect(summary).toMatch(/volume_m3 \(Real\) = \(null\)/);
  });
  it("points among polygons, and an empty table", async () => {
    const product = sampleRegionProduct();
    await rendered(
      withTable(product, (table) => ({
        ...table,
        anomalies: table.anomalies.map((each, i) => (i === 0 ? { ...each, outline: [] } : each)),
      })),
    );
    validate();
    expect(run("ogrinfo", ["-al", path()])).toMatch(/POINT \(563100 3562600\)[\s\S]*POLYGON/);
    await rendered(withTable(product, withoutAnomalies));
    validate();
    expect(run("ogrinfo", ["-al", "-so", path()])).toMatch(/Feature Count: 0\n/);
  });
});

async function readParquet(memory: MemoryFolder, path: string) {
  const bytes = memory.files.get(path)!;
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const facts = Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""]));
  return {
    facts,
    rows: (await parquetReadObjects({ file, geoparquet: true } as Parameters<typeof parquetReadObjects>[0])) as Record<string, unknown>[],
  };
}

describe("anomalies as GeoParquet", () => {
  it("1.1, geometry in longitude and latitude, read back by hyparquet", async () => {
    const memory = await rendered(sampleRegionProduct());
    const { facts, rows } = await readParquet(memory, "vectors/anomalies_bodies.parquet");
    const geo = JSON.parse(facts.geo!) as { version: string; primary_column: string; columns: Record<string, Record<string, unknown>> };
    expect(geo).toMatchObject({
      version: "1.1.0",
      primary_column: "geometry",
      columns: { geometry: { encoding: "WKB", geometry_types: ["Polygon"] } },
    });
    expect(geo.columns.geometry).not.toHaveProperty("crs"); // absent: longitude and latitude on WGS84
    const collection = JSON.parse(text(memory, "vectors/anomalies_bodies.geojson")) as Collection;
    expect(rows).toHaveLength(2);
    for (const [index, row] of rows.entries()) {
      const { type, coordinates } = row.geometry as { type: string; coordinates: [number, number][][] };
      expect(type).toBe("Polygon");
      coordinates[0]!.forEach((place, corner) => {
        place.forEach(
          (value, axis) => void expect(value).toBeCloseTo(collection.features[index]!.geometry.coordinates[0]![corner]![axis]!, 6),
        );
      });
      expect(row.id).toBe(collection.features[index]!.id);
      expect(row.depth_top_m).toBe(collection.features[index]!.properties.depth_top_m);
    }
  });
  it("local coordinates have no CRS; an empty table is a file", async () => {
    const memory = await rendered(withTable(sampleRegionProduct({ crs: "local" }), withoutAnomalies));
    const { facts, rows } = await readParquet(memory, "vectors/anomalies_bodies.parquet");
    expect(rows).toEqual([]);
    expect((JSON.parse(facts.geo!) as { columns: { geometry: { crs?: unknown } } }).columns.geometry.crs).toBeNull();
  });
});

/** Arrow's own reader shares no code with the writer. */
const arrow = [process.env.GAM_PYTHON ?? "python3", "/usr/bin/python3"].find(
  (command) => spawnSync(command, ["-c", "import pyarrow.parquet"]).status === 0,
);
if (!arrow) console.warn("SKIPPED: GeoParquet read by Arrow: needs a Python with pyarrow (GAM_PYTHON names it)");

describe.skipIf(!arrow)("Parquet files in Arrow", () => {
  const script = `import json, struct, sys, pyarrow.parquet as pq
table = pq.read_table(sys.argv[1])
rows = [{k: (list(v[:5]) if isinstance(v, bytes) else v) for k, v in row.items()} for row in table.slice(0, 2).to_pylist()]
print(json.dumps({"rows": table.num_rows, "names": table.column_names, "types": [str(t) for t in table.schema.types],
  "geo": json.loads((table.schema.metadata or {}).get(b"geo", b"null")), "first": rows}))`;
  const read = (path: string) =>
    JSON.parse(execFileSync(arrow!, ["-c", script, join(folder, path)], { encoding: "utf8" })) as {
      rows: number;
      names: string[];
      types: string[];
      geo: { version: string } | null;
      first: Record<string, unknown>[];
    };
  it("anomalies and readings have their columns, types and nulls", async () => {
    await rendered(sampleRegionProduct(), { readings: ["parquet"] });
    const anomalies = read("vectors/anomalies_bodies.parquet");
    expect(anomalies).toMatchObject({ rows: 2, geo: { version: "1.1.0" } });
    expect(anomalies.names.slice(0, 4)).toEqual(["geometry", "id", "type", "score"]);
    expect(anomalies.types.slice(0, 4)).toEqual(["binary", "string", "string", "double"]);
    // Little-endian WKB of a polygon.
    expect(anomalies.first[0]).toMatchObject({ geometry: [1, 3, 0, 0, 0], id: "A001", depth_top_m: 200, magnetic_moment_am2: null });
    expect(anomalies.first[1]).toMatchObject({ id: "A002", depth_top_m: null });
    const readings = read("vectors/readings_gravity.parquet");
    expect(readings.rows).toBe(195);
    expect(readings.names).toContain("gravity-residual [mGal]");
    await rendered(withTable(sampleRegionProduct(), withoutAnomalies));
    expect(read("vectors/anomalies_bodies.parquet").rows).toBe(0);
  });
});

describe("anomalies and readings as CSV", () => {
  it("one line an anomaly", async () => {
    const memory = await rendered(
      withTable(sampleRegionProduct(), (table) => ({
        ...table,
        anomalies: table.anomalies.map((each) => ({ ...each, typeRule: 'say "dense", loudly' })),
      })),
    );
    const [header, first, second, end] = text(memory, "vectors/anomalies_bodies.csv").split("\n");
    expect(header).toBe(
      "id,type,score,confidence,significance,longitude,latitude,easting,northing,depth_top_m,depth_bottom_m,depth_method,area_m2,volume_m3,excess_mass_kg,magnetic_moment_am2,type_rule,contribution_gravity,caution",
    );
    expect(first).toMatch(
      /^A001,dense-body,14.2,0.97,0.002,-104.33\d*,32.19\d*,563100,3562600,200,700,inversion basin,1680000,840000000,336000000000,,"say ""dense"", loudly",1,SYNTHETIC/,
    );
    expect(second).toMatch(/^A002,void,-6.1,/);
    expect(end).toBe("");
  });
  it("readings come back through the reader of tables, units and lines included", async () => {
    const product = sampleRegionProduct();
    const { points } = product.surveys[0]!;
    const memory = await rendered(product, { formats: [], readings: ["csv", "parquet"] });
    expect([...memory.files.keys()]).toEqual(["vectors/readings_gravity.csv", "vectors/readings_gravity.parquet"]);
    const columns = {
      easting: "easting",
      northing: "northing",
      height: "height",
      ground: "ground",
      value: "gravity-residual",
      uncertainty: "uncertainty",
      line: "line",
    };
    const data = await tableReader.open(
      join(folder, "vectors/readings_gravity.csv"),
      { columns, crs: product.crs, quantity: points.quantity, height: { datum: "ellipsoid" } },
      await testContext(),
    );
    if (data.kind !== "points") throw new Error("expected points");
    for (const key of ["easting", "northing", "values", "upward", "uncertainty", "groundHeight", "lines", "crs", "quantity"] as const)
      expect(data.points[key]).toEqual(points[key]);
    const { rows, facts } = await readParquet(memory, "vectors/readings_gravity.parquet");
    expect(rows).toHaveLength(points.values.length);
    expect(rows[3]).toMatchObject({ "gravity-residual [mGal]": points.values[3], line: "L1", source_line: 5 });
    expect(facts).toMatchObject({ crs: "EPSG:32613" });
  });
  it("an option nobody knows is refused", async () => {
    for (const options of [{ formats: ["shp"] }, { readings: "csv" }, { layers: [] }])
      await expect(vector.render(sampleRegionProduct(), new MemoryFolder(), options, await testContext())).rejects.toMatchObject({
        code: "GAM_PARAMETER_INVALID",
      });
  });
});
