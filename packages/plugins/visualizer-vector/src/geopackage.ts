import { crsDefinition } from "@geoanomaly/core";
import initSqlJs from "sql.js";
import { boxAround, type FeatureTable, type Shape } from "./feature-table.js";
import { wkb } from "./wkb.js";

/** `GPKG` and version 1.3. */
const APPLICATION_ID = 0x47504b47;
const USER_VERSION = 10_300;
/** Files must not differ by the time they were written. */
const LAST_CHANGE = "2000-01-01T00:00:00.000Z";
const LOCAL_SRS = -1;

/** Tables that every GeoPackage has. @see OGC 12-128r17, annex C */
const SCHEMA = `
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${USER_VERSION};
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));`;

type SrsRow = readonly [name: string, id: number, organization: string, code: number, definition: string, description: string];

/** The three reference systems that must be there, and that of the features. */
function referenceSystems(crs: FeatureTable["crs"]): { readonly id: number; readonly rows: readonly SrsRow[] } {
  const geographic = crsDefinition("EPSG:4326");
  const rows: SrsRow[] = [
    ["Undefined Cartesian SRS", LOCAL_SRS, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"],
    ["Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"],
    [
      "WGS 84 geodetic",
      4326,
      "EPSG",
      4326,
      geographic.wkt ?? "undefined",
      "longitude and latitude in decimal degrees on the WGS 84 ellipsoid",
    ],
  ];
  if (crs === "local") return { id: LOCAL_SRS, rows };
  const id = Number(crs.slice("EPSG:".length));
  const { name, wkt } = crsDefinition(crs);
  if (id !== 4326) rows.push([name, id, "EPSG", id, wkt ?? "undefined", name]);
  return { id, rows };
}

/** Geometry blob: header with envelope, then WKB. @see OGC 12-128r17, clause 2.1.3 */
function geometryBlob(shape: Shape, srs: number): Uint8Array {
  const [west, south, east, north] = boxAround([shape])!;
  const header = Buffer.alloc(40);
  header.write("GP", "latin1");
  header.writeUInt8(0b0000_0011, 3); // envelope of x and y, little-endian
  header.writeInt32LE(srs, 4);
  [west, east, south, north].forEach((value, index) => void header.writeDoubleLE(value, 8 + 8 * index));
  return Buffer.concat([header, wkb(shape)]);
}

const inQuotes = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** One type for all shapes, or the one above them. */
function geometryType(shapes: readonly Shape[]): string {
  const types = new Set(shapes.map(({ type }) => type.toUpperCase()));
  return types.size > 1 ? "GEOMETRY" : ([...types][0] ?? "POLYGON");
}

/** A GeoPackage with one layer of features, in the CRS of the table. The same features give the same bytes. */
export async function geopackageFile(table: FeatureTable): Promise<Uint8Array> {
  const SQL = await initSqlJs();
  const database = new SQL.Database();
  try {
    database.run(SCHEMA);
    const { id, rows } = referenceSystems(table.crs);
    for (const row of rows) database.run("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", [...row]);
    const name = inQuotes(table.name);
    // `id` of a feature is an attribute of ours; SQLite's key needs another name.
    const attributes = table.columns.map((column) => `${inQuotes(column.name)} ${column.kind === "text" ? "TEXT" : "DOUBLE"}`);
    database.run(
      `CREATE TABLE ${name} (${["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", `geom ${geometryType(table.shapes)}`, ...attributes].join(", ")})`,
    );
    const box = boxAround(table.shapes) ?? [null, null, null, null];
    const description = [table.title, ...table.cautions].join(" ");
    database.run("INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)", [
      table.name,
      table.name,
      description,
      LAST_CHANGE,
      ...box,
      id,
    ]);
    database.run("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", [table.name, geometryType(table.shapes), id]);
    const places = table.columns.map(() => "?").join(", ");
    const insert = database.prepare(`INSERT INTO ${name} VALUES (NULL, ?${places === "" ? "" : `, ${places}`})`);
    table.shapes.forEach(
      (shape, row) => void insert.run([geometryBlob(shape, id), ...table.columns.map(({ cells }) => cells[row] ?? null)]),
    );
    insert.free();
    return database.export();
  } finally {
    database.close();
  }
}
