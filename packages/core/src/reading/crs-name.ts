import type { Crs } from "../contracts/grid.js";

/** Zones of a family of projected systems: code of zone z is `base + z`. */
const FAMILIES: readonly (readonly [name: RegExp, base: number, first: number, last: number])[] = [
  [/^wgs 84 utm zone (\d+)n$/, 32_600, 1, 60],
  [/^wgs 84 utm zone (\d+)s$/, 32_700, 1, 60],
  [/^etrs89 utm zone (\d+)n$/, 25_800, 28, 38],
  [/^nad83 utm zone (\d+)n$/, 26_900, 1, 23],
  [/^nad27 utm zone (\d+)n$/, 26_700, 1, 22],
  [/^sirgas 2000 utm zone (\d+)s$/, 31_960, 17, 25],
  [/^gda94 (?:mga|map grid of australia) zone (\d+)$/, 28_300, 48, 58],
  [/^gda2020 (?:mga|map grid of australia) zone (\d+)$/, 7800, 46, 59],
  [/^agd66 (?:amg|australian map grid) zone (\d+)$/, 20_200, 48, 58],
  [/^agd84 (?:amg|australian map grid) zone (\d+)$/, 20_300, 48, 56],
];
const GEOGRAPHIC: Readonly<Record<string, number>> = {
  "wgs 84": 4326,
  etrs89: 4258,
  nad83: 4269,
  nad27: 4267,
  gda94: 4283,
  gda2020: 7844,
  "sirgas 2000": 4674,
};

/** One spelling of what EPSG, ESRI and Geosoft write differently: `WGS_1984_UTM_Zone_33N`, `GCS_WGS_1984`, `WGS 84 / UTM zone 33N`. */
function normalise(name: string): string {
  return name
    .toLowerCase()
    .replace(/[_/]+/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^gcs /, "")
    .replace(/^(wgs|nad|etrs|gda) (?:19)?(\d\d|2020)\b/, (_, family: string, year: string) =>
      family === "wgs" ? `wgs ${year}` : `${family}${year}`,
    )
    .replace(/^(north american 1983|north american datum 1983)/, "nad83")
    .replace(/^(north american 1927|north american datum 1927)/, "nad27")
    .replace(/^agd 19(66|84)/, "agd$1")
    .replace(/^sirgas 2000/, "sirgas 2000");
}

/** Code of a CRS by a name as files give it; `undefined` for a name that is not one of the common ones. The caller then asks, it never guesses. */
export function crsByName(name: string): Crs | undefined {
  const key = normalise(name);
  const geographic = GEOGRAPHIC[key];
  if (geographic !== undefined) return `EPSG:${geographic}`;
  for (const [pattern, base, first, last] of FAMILIES) {
    const zone = Number(pattern.exec(key)?.[1] ?? Number.NaN);
    if (zone >= first && zone <= last) return `EPSG:${base + zone}`;
  }
  return undefined;
}

/**
 * Code of the CRS of a WKT text (version 1, EPSG's or ESRI's): its outermost authority, else its name. `undefined` where neither tells.
 */
export function crsOfWkt(wkt: string): Crs | undefined {
  const text = wkt.trim();
  const code = /AUTHORITY\s*\[\s*"EPSG"\s*,\s*"?(\d{4,6})"?\s*\]\s*\]\s*$/i.exec(text)?.[1];
  if (code !== undefined) return `EPSG:${Number(code)}`;
  const name = /^(?:PROJCS|GEOGCS)\s*\[\s*"([^"]+)"/i.exec(text)?.[1];
  return name === undefined ? undefined : crsByName(name);
}
