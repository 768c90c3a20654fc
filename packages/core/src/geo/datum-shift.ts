import type { Crs } from "../contracts/grid.js";
import { GridMismatchError, InvalidParameterError } from "../errors.js";

/**
 * Shifts (`+towgs84`) whose rotations the index of CRS definitions gives with the sign of the coordinate frame (EPSG method 9607), where
 * PROJ's text wants position vectors (method 9606): taken as they stand they are wrong by 0.1 to 1000 m. Found by comparing every entry with
 * PROJ 9.1 at the middle of its area; with the signs turned they agree to 0.1 m or better.
 */
const COORDINATE_FRAME: ReadonlySet<string> = new Set([
  "-0.16959,0.35312,0.51846,-0.03385,0.16325,-0.03446,0.03693",
  "-0.293,766.95,87.713,-0.195704,-1.695068,-3.473016,-0.039338",
  "-1.977,-13.06,-9.993,-0.364,-0.254,-0.689,-1.037",
  "-103.088,162.481,-28.276,-0.167,-0.082,-0.168,-1.504",
  "-106.8686,52.2978,-103.7239,-0.3366,0.457,-1.8422,-1.2747",
  "-117.808,-51.536,137.784,-0.303,-0.446,-0.234,-0.29",
  "-127.62,-67.24,-47.04,3.068,-4.903,-1.578,-1.06",
  "-162.619,-276.959,-161.764,-0.067753,2.243648,1.158828,-1.094246",
  "-179.483,-69.379,-27.584,7.862,-8.163,-6.042,-13.925",
  "-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278",
  "-208.719,129.685,52.092,0.195,0.014,-0.327,0.198",
  "-210.502,-66.902,-48.476,-2.094,15.067,5.817,0.485",
  "-239.749,88.181,30.488,-0.263,-0.082,-1.211,2.229",
  "-288.885,-91.744,126.244,1.691,-0.41,0.211,-4.598",
  "-292.295,248.758,429.447,-4.9971,-2.99,-6.6906,1.0289",
  "-33.722,153.789,94.959,8.581,4.478,-4.54,8.95",
  "-44.183,-0.58,-38.489,-2.3867,-2.7072,3.5196,-8.2703",
  "-93.799,-132.737,-219.073,1.844,-0.648,6.37,-0.169",
  "-96.062,-82.428,-121.753,-4.801,-0.345,1.376,1.496",
  "0.055,-0.541,-0.185,-0.0183,0.0003,0.007,-0.014",
  "1.16835,-1.42001,-2.24431,0.00822,0.05508,-0.01818,0.23388",
  "174.05,-25.49,112.57,0,0,-0.554,0.2263",
  "2.329,-147.042,-92.08,0.309,-0.325,-0.497,5.69",
  "226.702,-193.337,-35.371,2.229,4.391,-9.238,0.9798",
  "23.772,17.49,17.859,0.3132,1.85274,-1.67299,-5.4262",
  "24.47,-130.89,-81.56,0,0,-0.13,-0.22",
  "414.1,41.3,603.1,0.855,-2.141,7.023,0",
  "485.021,169.465,483.839,-7.786342,-4.397554,-4.102655,0",
  "572.213,85.334,461.94,-4.9732,-1.529,-5.2484,3.5378",
  "584.9636,107.7175,413.8067,-1.1155,-0.2824,3.1384,7.9922",
  "595.48,121.69,515.35,-4.115,2.9383,-0.853,-3.408",
  "631.392,-66.551,481.442,-1.09,4.445,4.487,-4.43",
  "8.846,-4.394,-1.122,0.00237,0.146528,-0.130428,0.783926",
  "8.853,-52.644,180.304,0.393,2.323,-2.96,-24.081",
]);

/** Shifts that the index has wrong in another way: units of the rotations. */
const REPLACED: Readonly<Record<string, string>> = {
  // Amersfoort: the rotations are microradians of a coordinate frame. @see EPSG:4833
  "565.4171,50.3319,465.5524,1.9342,-1.6677,9.1019,4.0725": "565.4171,50.3319,465.5524,-0.39895739,0.34398782,-1.87740164,4.0725",
};

/** Shifts that disagree with PROJ by 10 m to 6 km whichever way their signs are read. */
const REFUSED: ReadonlySet<string> = new Set([
  "982.6087,552.753,-540.873,32.39344,-153.25684,-96.2266,16.805",
  "-102.283,-10.277,-257.396,-3.976,-0.002,-6.203,12.315",
  "0,0,0,-8.393,0.749,-10.276,0",
  "-270.933,115.599,-360.226,-5.266,-1.238,2.381,-5.109",
  "-127.535,113.495,-12.7,1.603747,-0.153612,-5.364408,5.33745",
  "-265.8867,76.9851,20.2667,0.33746,3.09264,-2.53861,0.4598",
  "-79.73,-6.86,38.03,-0.0351,2.1211,2.1411,6.636",
  "-202.865,-303.99,-155.873,-34.079,76.126,32.66,6.096",
]);

/** What PROJ takes where the shift grid that an entry asks for is not at hand: good to 2 m (OSGB36) and 3 m (DHDN). @see EPSG:1314, EPSG:1777 */
const WITHOUT_GRID: Readonly<Record<string, string>> = {
  "OSTN15_NTv2_OSGBtoETRS.gsb": "446.448,-125.157,542.06,0.15,0.247,0.842,-20.489",
  "BETA2007.gsb": "598.1,73.7,418.2,0.202,0.045,-2.455,6.7",
};

/** What says where an ellipsoid sits in the Earth. */
const DATUM_KEYS = /\+(?:ellps|datum|a|b|rf|towgs84|nadgrids|pm)=\S+/g;
const SHIFT = /\+towgs84=(\S+)/;
const GRID = /\+nadgrids=(?!@null)(\S+)/;
/** Datums that are WGS84 to a metre or two when no shift is given. */
const GLOBAL = /\+datum=WGS84|\+ellps=(?:GRS80|WGS84)|\+nadgrids=@null/;

const datumOf = (proj: string): string => [...(proj.match(DATUM_KEYS) ?? [])].sort().join(" ");

const withoutShift = (proj: string): string => proj.replace(/\+(?:towgs84|nadgrids)=\S+\s?/g, "");

/** The definition with a shift to WGS84 that can be relied on. @throws InvalidParameterError where there is none */
function tied(crs: Crs, proj: string): string {
  const refuse = (found: string): never => {
    throw new InvalidParameterError(
      "projection",
      "crs",
      "a CRS whose datum has a shift to WGS84 that is known to hold (stay within that datum, or warp the data with GDAL first)",
      `${crs}: ${found}`,
    );
  };
  const grid = GRID.exec(proj)?.[1];
  if (grid !== undefined) return proj.replace(GRID, `+towgs84=${WITHOUT_GRID[grid] ?? refuse(`only by the shift grid ${grid}`)}`);
  const shift = SHIFT.exec(proj)?.[1];
  if (shift === undefined) return GLOBAL.test(proj) ? proj : refuse("no shift is known");
  if (REFUSED.has(shift)) return refuse(`the shift ${shift} is not to be trusted`);
  const replaced = REPLACED[shift];
  if (replaced !== undefined) return proj.replace(SHIFT, `+towgs84=${replaced}`);
  if (!COORDINATE_FRAME.has(shift)) return proj;
  const turned = shift.split(",").map((number, index) => (index >= 3 && index <= 5 ? -Number(number) : Number(number)));
  return proj.replace(SHIFT, `+towgs84=${turned.join(",")}`);
}

export interface DatumShift {
  /** Both definitions, ready to be projected between. */
  readonly source: string;
  readonly target: string;
  /** How far the shift of datums may be trusted; absent where there is none to speak of. */
  readonly caution?: string;
}

/**
 * Makes two definitions meet: systems of one datum need no shift, and get none; others go by way of WGS84.
 * @throws InvalidParameterError for a datum that cannot be shifted; GridMismatchError between prime meridians that only one of them names.
 */
export function datumShift(source: readonly [crs: Crs, proj: string], target: readonly [crs: Crs, proj: string]): DatumShift {
  const [[from, fromProj], [to, toProj]] = [source, target];
  if (datumOf(fromProj) === datumOf(toProj)) return { source: withoutShift(fromProj), target: withoutShift(toProj) };
  const tiedSource = tied(from, fromProj);
  const tiedTarget = tied(to, toProj);
  const meridian = [fromProj, toProj].find((proj) => proj.includes("+proj=longlat") && proj.includes("+pm="));
  if (meridian !== undefined) throw new GridMismatchError("longitudes from Greenwich, in degrees", `longitudes as in ${meridian}`);
  const shifts = [tiedSource, tiedTarget].map((proj) =>
    (SHIFT.exec(proj)?.[1] ?? "")
      .split(",")
      .map(Number)
      .filter((number) => number !== 0),
  );
  const worst = Math.max(...shifts.map((numbers) => (numbers.length === 0 ? 0 : numbers.length <= 3 ? 3 : 7)));
  const caution =
    worst === 3
      ? "the shift of datums has three parameters: places may be wrong by tens of metres, near the rim of the area by more"
      : worst === 7
        ? "the shift of datums has seven parameters: places may be wrong by some metres"
        : undefined;
  return { source: tiedSource, target: tiedTarget, ...(caution !== undefined && { caution }) };
}
