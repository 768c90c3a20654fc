import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What `read_with_gdal.py` says of a raster. */
export interface GdalReport {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly layout: string;
  readonly compression: string;
  readonly predictor: string | null;
  readonly blockSize: readonly number[];
  readonly noDataIsNan: boolean;
  readonly geotransform: readonly number[];
  readonly epsg: string;
  readonly areaOrPoint: string;
  readonly unit: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Exact, population standard deviation; `null` without any valid sample. */
  readonly statistics: { readonly min: number; readonly max: number; readonly mean: number; readonly std: number } | null;
  readonly robust: { readonly count: number; readonly median?: number; readonly mad?: number; readonly p5?: number; readonly p95?: number };
  /** sha256 of the float32 samples. */
  readonly digest: string;
  readonly overviews: readonly string[];
}

/** No side files: statistics must come from the samples each time. */
const ENVIRONMENT = { ...process.env, GDAL_PAM_ENABLED: "NO" };
/** Debian's Python first: GDAL's bindings belong to it, whatever another `python3` in the path is. */
const PYTHONS = ["/usr/bin/python3", "python3"];
const NEEDED = "import numpy; from osgeo_utils.samples.validate_cloud_optimized_geotiff import validate";

const python = PYTHONS.find((command) => spawnSync(command, ["-c", NEEDED]).status === 0);

/** Are GDAL's Python bindings and numpy here? Says loudly if not. */
export function haveGdal(what: string): boolean {
  if (!python) console.warn(`SKIPPED: ${what}: needs gdal-bin, python3-gdal and python3-numpy`);
  return python !== undefined;
}

/** Reads rasters with GDAL. @throws Error with GDAL's words if it cannot. */
export function readWithGdal(paths: readonly string[]): Readonly<Record<string, GdalReport>> {
  const script = fileURLToPath(new URL("./read_with_gdal.py", import.meta.url));
  return JSON.parse(run(python!, [script, ...paths])) as Record<string, GdalReport>;
}

/** Runs a program of GDAL. @throws Error with its words if it fails. */
export function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { env: ENVIRONMENT, encoding: "utf8", maxBuffer: 64 * 2 ** 20 });
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${stderr}`);
  return stdout;
}
