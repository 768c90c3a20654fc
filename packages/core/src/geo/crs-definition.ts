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
  /** Well-known text, version 1, where the registry has one. */
  readonly wkt?: string;
}

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
  readonly wkt?: string | null;
}

const require = createRequire(import.meta.url);

function entryOf(code: string): IndexEntry | undefined {
  try {
    return require(`epsg-index/s/${code}.json`) as IndexEntry;
  } catch {
    return undefined; // no file, or the empty one of a withdrawn code
  }
}

/**
 * Looks one code up; only its entry is read.
 * @throws InvalidParameterError for `local`, a code nobody knows, and systems whose axes are not east and north.
 */
export function crsDefinition(crs: Crs): CrsDefinition {
  const code = /^EPSG:(\d+)$/.exec(crs)?.[1];
  if (code === undefined) throw new InvalidParameterError(OWNER, "crs", "a code like EPSG:32613", crs);
  const { name = crs, proj4: text, wkt } = entryOf(code) ?? {};
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
  return { crs, name, geographic: text.includes("+proj=longlat"), metresPerUnit: metresPerUnit(text), proj: text, ...(wkt && { wkt }) };
}
