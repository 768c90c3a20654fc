import { type CrsDefinition, crsDefinition } from "@geoanomaly/core";
import type { FindingKind } from "./findings.js";
import { quantiles } from "./quantiles.js";
import type { PlaceBounds, TableParameters } from "./table-parameters.js";

/** What is wrong with a place, if anything. */
export type PlaceCheck = (x: number, y: number) => { readonly kind: FindingKind; readonly example: string } | undefined;

const place = (x: number, y: number) => `${x}, ${y}`;

function inside({ west, south, east, north }: PlaceBounds, geographic: boolean): (x: number, y: number) => boolean {
  if (!geographic) return (x, y) => x >= west && x <= east && y >= south && y <= north;
  const width = east - west < 0 ? east - west + 360 : east - west;
  const eastOf = (x: number) => (((x - west) % 360) + 360) % 360;
  return (x, y) => (eastOf(x) <= width || width >= 360) && y >= south && y <= north;
}

/** Longitude and latitude must be on the Earth. Numbers beyond any angle are metres, or feet. */
const degrees: PlaceCheck = (x, y) => {
  const [far, high] = [Math.abs(x), Math.abs(y)];
  if (far <= 360 && high <= 90) return undefined;
  if (far > 1000 || high > 1000) return { kind: "crs-mismatch", example: `${place(x, y)} are not degrees` };
  if (far <= 90 && high <= 360) return { kind: "swapped-coordinates", example: `longitude ${x}, latitude ${y}` };
  return { kind: "outside-range", example: `longitude ${x}, latitude ${y}` };
};

/** Transverse Mercator: farther than this from the central meridian, metres, it is not used. */
const FARTHEST_EAST = 1.5e6;
/** Quadrant of the Earth, rounded up. */
const FARTHEST_NORTH = 1.01e7;

/** Where a projected CRS can have places, if its projection tells. */
function projected({ proj, metresPerUnit: metre }: CrsDefinition): (x: number, y: number) => boolean {
  const number = (name: string, otherwise: number) => Number(new RegExp(`\\+${name}=(-?[\\d.]+)`).exec(proj)?.[1] ?? otherwise);
  if (!/\+proj=(utm|tmerc)\b/.test(proj)) return () => true;
  const utm = proj.includes("+proj=utm");
  const falseEasting = utm ? 500_000 : number("x_0", 0);
  const falseNorthing = utm ? (proj.includes("+south") ? 1e7 : 0) : number("y_0", 0);
  const [south, north] = utm ? [-200_000, FARTHEST_NORTH] : [falseNorthing - FARTHEST_NORTH, falseNorthing + FARTHEST_NORTH];
  return (x, y) => Math.abs(x * metre - falseEasting) <= FARTHEST_EAST && y * metre >= south && y * metre <= north;
}

/** The check of single places that follows from the CRS and the bounds the user gave. */
export function placeCheck({ crs, geographic, bounds }: TableParameters): PlaceCheck {
  const within = bounds ? inside(bounds, geographic) : () => true;
  const possible = geographic || crs === "local" ? () => true : projected(crsDefinition(crs));
  const looksLikeDegrees = crs === "local" || geographic ? () => false : (x: number, y: number) => Math.abs(x) <= 360 && Math.abs(y) <= 90;
  return (x, y) => {
    const wrong = geographic ? degrees(x, y) : undefined;
    if (wrong) return wrong;
    if (looksLikeDegrees(x, y)) return { kind: "crs-mismatch", example: `${place(x, y)} look like degrees, not coordinates of ${crs}` };
    if (!possible(x, y)) {
      return possible(y, x)
        ? { kind: "swapped-coordinates", example: `easting ${x}, northing ${y}` }
        : { kind: "outside-range", example: `${place(x, y)} in ${crs}` };
    }
    if (within(x, y)) return undefined;
    return within(y, x) && !(geographic && Math.abs(x) > 90)
      ? { kind: "swapped-coordinates", example: place(x, y) }
      : { kind: "outside-bounds", example: place(x, y) };
  };
}

/** Share of the width between the 5th and 95th percentile by which a survey may go beyond them. */
const BEYOND = 2;

/**
 * Rows whose two coordinates stand in each other's range and far outside their own: swapped, in a table whose other rows are not.
 * It sees them where the ranges of easting and northing do not overlap; where they do, only `bounds` can tell.
 */
export function swappedRows(easting: Float64Array, northing: Float64Array): readonly number[] {
  if (easting.length < 10) return [];
  const range = (values: Float64Array) => {
    const [low, high] = quantiles(values, [0.05, 0.95]) as [number, number];
    return [low - BEYOND * (high - low), high + BEYOND * (high - low)] as const;
  };
  const [west, east] = range(easting);
  const [south, north] = range(northing);
  const isEast = (value: number) => value >= west && value <= east;
  const isNorth = (value: number) => value >= south && value <= north;
  const rows: number[] = [];
  for (let i = 0; i < easting.length; i++) {
    const [x, y] = [easting[i] as number, northing[i] as number];
    if (!isEast(x) && !isNorth(y) && isEast(y) && isNorth(x)) rows.push(i);
  }
  return rows;
}
