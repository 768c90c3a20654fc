import { createRequire } from "node:module";
import type { Crs } from "../contracts/grid.js";
import { InvalidParameterError } from "../errors.js";

const OWNER = "projection";

/** What the EPSG registry says of one coordinate reference system. */
export interface CrsDefinition {
  readonly crs: Crs;
  readonly name: string;
  /** Longitude and latitude in degrees, not easting and northing. */
  readonly geographic: boolean;
  /** Metres per unit of the coordinates; NaN for a geographic system. */
  readonly metresPerUnit: number;
  /** As PROJ writes it. */
  readonly proj: string;
}

/**
 * Datum shifts by seven parameters for datums whose entry asks for a shift grid that is not at hand: what PROJ takes without its grids.
 * Good to 2 m (OSGB36) and 3 m (DHDN). @see EPSG:1314, EPSG:1777
 */
const WITHOUT_SHIFT_GRID: Readonly<Record<string, string>> = {
  "OSTN15_NTv2_OSGBtoETRS.gsb": "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489",
  "BETA2007.gsb": "+towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7",
};

/** Units of length that definitions name. @see EPSG:9001, 9002, 9003, 9042, 9084 */
const METRES: Readonly<Record<string, number>> = {
  m: 1,
  ft: 0.3048,
  "us-ft": 1200 / 3937,
  ch: 20.1168,
  link: 0.201168,
  "ind-yd": 0.91439523,
};

function metresPerUnit(proj: string): number {
  if (proj.includes("+proj=longlat")) return Number.NaN;
  const told = /\+to_meter=(\S+)/.exec(proj)?.[1];
  if (told !== undefined) return Number(told);
  return METRES[/\+units=(\S+)/.exec(proj)?.[1] ?? "m"] ?? Number.NaN;
}

interface IndexEntry {
  readonly name?: string;
  readonly proj4?: string | null;
}

const require = createRequire(import.meta.url);

function entryOf(code: string): IndexEntry | undefined {
  try {
    return require(`epsg-index/s/${code}.json`) as IndexEntry;
  } catch {
    return undefined; // no file, or the empty one of a withdrawn code
  }
}

function withoutShiftGrid(crs: Crs, proj: string): string {
  const grid = /\+nadgrids=(?!@null)(\S+)/.exec(proj)?.[1];
  if (grid === undefined) return proj;
  const shift = WITHOUT_SHIFT_GRID[grid];
  if (shift === undefined)
    throw new InvalidParameterError(OWNER, "crs", "a CRS whose datum needs no shift grid (or data warped with GDAL)", `${crs}: ${grid}`);
  return proj.replace(`+nadgrids=${grid}`, shift);
}

/**
 * Looks one code up; only its entry is read.
 * @throws InvalidParameterError for `local`, a code nobody knows, and systems whose axes are not east and north or whose datum cannot be shifted.
 */
export function crsDefinition(crs: Crs): CrsDefinition {
  const code = /^EPSG:(\d+)$/.exec(crs)?.[1];
  if (code === undefined) throw new InvalidParameterError(OWNER, "crs", "a code like EPSG:32613", crs);
  const { name = crs, proj4: text } = entryOf(code) ?? {};
  if (!text?.includes("+proj=")) throw new InvalidParameterError(OWNER, "crs", "a code of the EPSG registry like EPSG:32613", crs);
  if (text.includes("+proj=geocent")) throw new InvalidParameterError(OWNER, "crs", "a CRS of the surface, not a geocentric one", crs);
  const axes = /\+axis=(\S+)/.exec(text)?.[1];
  if (axes !== undefined && axes !== "enu")
    throw new InvalidParameterError(
      OWNER,
      "crs",
      "a CRS with an easting and a northing, e.g. the UTM zone",
      `${crs} (${name}), axes ${axes}`,
    );
  return { crs, name, geographic: text.includes("+proj=longlat"), metresPerUnit: metresPerUnit(text), proj: withoutShiftGrid(crs, text) };
}
