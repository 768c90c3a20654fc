import { type Crs, type PlaneScale, WGS84 } from "@geoanomaly/core";

const RADIAN = Math.PI / 180;

/** Mean radius of curvature sqrt(M N) of WGS84 at a geodetic latitude, metres. */
function meanRadius(latitude: number): number {
  const { semiMajorAxis, flattening } = WGS84;
  const eccentricitySquared = flattening * (2 - flattening);
  return (semiMajorAxis * Math.sqrt(1 - eccentricitySquared)) / (1 - eccentricitySquared * Math.sin(latitude * RADIAN) ** 2);
}

/** Metres per unit of easting and northing of a CRS around a latitude; projected and local systems are in metres. */
export function metresPerUnit(crs: Crs, latitude: number): PlaneScale {
  if (crs !== "EPSG:4326") return [1, 1];
  const degree = meanRadius(latitude) * RADIAN;
  return [degree * Math.cos(latitude * RADIAN), degree];
}

/** A plane in metres around a centre. */
export interface LocalPlane {
  /** For reports: how places got there. */
  readonly description: string;
  easting(easting: number, northing: number): number;
  northing(easting: number, northing: number): number;
}

/**
 * Metres east and north of a centre. Degrees: sinusoidal projection about the centre on the sphere of mean curvature there, equal-area, true along
 * parallels and the central meridian; across longitudes it wraps at the antimeridian. Projected and local systems: shifted.
 */
export function localPlane(crs: Crs, centre: readonly [easting: number, northing: number]): LocalPlane {
  const [east0, north0] = centre;
  if (crs !== "EPSG:4326") {
    return {
      description: `${crs}, metres from (${east0}, ${north0})`,
      easting: (easting) => easting - east0,
      northing: (_, northing) => northing - north0,
    };
  }
  const degree = meanRadius(north0) * RADIAN;
  return {
    description: `sinusoidal about longitude ${east0}, latitude ${north0}, sphere of mean curvature there`,
    easting: (easting, northing) => {
      const away = easting - east0;
      return (away - 360 * Math.round(away / 360)) * degree * Math.cos(northing * RADIAN);
    },
    northing: (_, northing) => (northing - north0) * degree,
  };
}
