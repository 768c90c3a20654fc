import { InvalidBoundsError } from "../errors.js";

/** Degrees. west > east means across the antimeridian. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const describe = ({ west, south, east, north }: Bounds) => `west ${west} south ${south} east ${east} north ${north}`;

/** Would these numbers be bounds if their owner had written latitudes first? */
function readsAsLatitudeFirst({ west: south, south: west, east: north, north: east }: Bounds): boolean {
  return Math.abs(south) <= 90 && Math.abs(north) <= 90 && south < north && Math.abs(west) <= 180 && Math.abs(east) <= 180 && west !== east;
}

function problem(bounds: Bounds): string | undefined {
  const { west, south, east, north } = bounds;
  for (const [name, value] of Object.entries({ west, south, east, north })) {
    if (typeof value !== "number" || !Number.isFinite(value)) return `${name} is not a number`;
  }
  if (Math.abs(south) > 90 || Math.abs(north) > 90) return "latitudes lie within -90..90";
  if (Math.abs(west) > 180 || Math.abs(east) > 180) return "longitudes lie within -180..180 (write -10, not 350)";
  if (south >= north) return "south must be less than north";
  if (west === east) return "west and east are equal: the area is empty";
  return undefined;
}

/**
 * Checks bounds, once for every caller: finite, in range, south < north, not empty.
 * @param origin File, flag or variable they came from, for the message.
 * @throws InvalidBoundsError; it says so when the numbers only make sense with latitudes first.
 */
export function checkBounds(bounds: Bounds, origin = "bounds"): Bounds {
  const found = problem(bounds);
  if (found === undefined) return bounds;
  const { west, south, east, north } = bounds;
  const hint = readsAsLatitudeFirst(bounds)
    ? `. These look like latitude-first bounds: the order is west south east north, so write ${south} ${west} ${north} ${east}`
    : "";
  throw new InvalidBoundsError(`${origin}: ${found}, found ${describe({ west, south, east, north })}${hint}`);
}

/**
 * Four numbers in the order west, south, east, north.
 * @throws InvalidBoundsError
 */
export function parseBounds(numbers: readonly number[], origin = "bounds"): Bounds {
  const [west, south, east, north] = numbers;
  if (numbers.length !== 4 || west === undefined || south === undefined || east === undefined || north === undefined) {
    throw new InvalidBoundsError(`${origin}: expected four numbers west south east north, found ${numbers.length} (${numbers.join(" ")})`);
  }
  return checkBounds({ west, south, east, north }, origin);
}

/** The one or two ranges of longitude, west < east each, that the bounds cover. */
function longitudeRanges({ west, east }: Bounds): readonly (readonly [number, number])[] {
  if (west < east) return [[west, east]];
  const ranges: [number, number][] = [];
  if (west < 180) ranges.push([west, 180]);
  if (east > -180) ranges.push([-180, east]);
  return ranges;
}

/** Do the two areas share more than an edge? */
export function overlaps(a: Bounds, b: Bounds): boolean {
  if (a.south >= b.north || b.south >= a.north) return false;
  return longitudeRanges(a).some(([west, east]) =>
    longitudeRanges(b).some(([otherWest, otherEast]) => west < otherEast && otherWest < east),
  );
}
