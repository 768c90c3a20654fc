// Runs in a process of its own: gdal-async does not load in worker threads, and a crash in a GDAL driver must not take the run along.
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Affine } from "@geoanomaly/core";
import type { GdalRequest, GdalResponse, OpenedRaster, OpenRequest, ReadRequest } from "./protocol.js";

/** The part of gdal-async that is used; the package is optional, so its own types may not be there. */
interface Gdal {
  open(path: string): GdalDataset;
  readonly SpatialReference: { fromUserInput(text: string): GdalCrs };
  warp(destination: string, datasets: null, sources: readonly GdalDataset[], options: readonly string[]): GdalDataset;
}
interface GdalCrs {
  getAuthorityName(node: string | null): string | null;
  getAuthorityCode(node: string | null): string | null;
  isGeographic(): boolean;
}
interface GdalBand {
  readonly noDataValue: number | null;
  readonly scale: number | null;
  readonly offset: number | null;
  readonly unitType: string | null;
  readonly pixels: { read(x: number, y: number, width: number, height: number, data: Float64Array): Float64Array };
}
interface GdalDataset {
  readonly rasterSize: { readonly x: number; readonly y: number };
  readonly geoTransform: readonly number[] | null;
  readonly srs: GdalCrs | null;
  readonly driver: { readonly description: string };
  readonly bands: { count(): number; get(band: number): GdalBand };
  getMetadata(): Readonly<Record<string, string>>;
}

let gdal: Gdal | undefined;
let dataset: GdalDataset | undefined;

/** The package, from the folder in GAM_GDAL or from where this package can see it. */
function load(): Gdal {
  if (gdal) return gdal;
  const folder = process.env.GAM_GDAL;
  const from = folder ? join(folder, "package.json") : import.meta.url;
  gdal = createRequire(from)("gdal-async") as Gdal;
  return gdal;
}

const codeOf = (crs: GdalCrs | null): string | undefined => {
  const [authority, code] = [crs?.getAuthorityName(null), crs?.getAuthorityCode(null)];
  return authority === "EPSG" && code ? `EPSG:${code}` : undefined;
};

function open({ path, band, crs, warp }: OpenRequest): OpenedRaster {
  const library = load();
  dataset = library.open(path);
  if (warp) {
    // A virtual raster: rows are warped when they are read. Bilinear, so that no sample is shifted by half a cell.
    const source = crs ? ["-s_srs", crs] : [];
    dataset = library.warp(
      "/vsimem/warped.vrt",
      null,
      [dataset],
      ["-of", "VRT", "-t_srs", "EPSG:4326", "-r", "bilinear", "-dstnodata", "nan", "-ot", "Float64", ...source],
    );
  }
  const { rasterSize, geoTransform, srs, driver, bands } = dataset;
  if (!geoTransform) throw new Error("the raster has no geotransform");
  const [west, a, b, north, d, e] = geoTransform as readonly [number, number, number, number, number, number];
  const { noDataValue, scale, offset, unitType } = bands.get(band);
  const code = codeOf(srs);
  return {
    driver: driver.description,
    rows: rasterSize.y,
    cols: rasterSize.x,
    bands: bands.count(),
    transform: [a, b, west, d, e, north] satisfies Affine,
    ...(code !== undefined && { crs: code }),
    geographic: srs?.isGeographic() ?? false,
    point: dataset.getMetadata().AREA_OR_POINT === "Point",
    ...(noDataValue !== null && { noData: String(noDataValue) }),
    scale: scale ?? 1,
    offset: offset ?? 0,
    ...(unitType && { unit: unitType }),
  };
}

function read({ band, firstRow, rowCount }: ReadRequest): Float64Array {
  if (!dataset) throw new Error("no raster is open");
  const { x: cols } = dataset.rasterSize;
  return dataset.bands.get(band).pixels.read(0, firstRow, cols, rowCount, new Float64Array(cols * rowCount));
}

function answer(request: GdalRequest): GdalResponse {
  const { id } = request;
  const failed = (stage: "load" | "open" | "read", error: unknown): GdalResponse => ({
    id,
    kind: "failed",
    stage,
    message: (error as Error).message,
  });
  try {
    load();
  } catch (error) {
    return failed("load", error);
  }
  try {
    return request.kind === "open" ? { id, kind: "opened", raster: open(request) } : { id, kind: "rows", values: read(request) };
  } catch (error) {
    return failed(request.kind, error);
  }
}

process.on("message", (request: GdalRequest) => process.send?.(answer(request)));
process.on("disconnect", () => process.exit(0));
