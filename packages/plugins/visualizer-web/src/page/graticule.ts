import type { FeatureCollection, LineString } from "geojson";

/** Web Mercator ends here. */
const LIMIT = 85;

/** Meridians and parallels every 10 degrees; `major` every 30, with what to write on them. */
export function graticule(): FeatureCollection<LineString, { major: boolean; label: string }> {
  const line = (degrees: number, label: string, coordinates: [number, number][]) => ({
    type: "Feature" as const,
    properties: { major: degrees % 30 === 0, label },
    geometry: { type: "LineString" as const, coordinates },
  });
  const steps = (from: number, to: number) => Array.from({ length: (to - from) / 10 + 1 }, (_, index) => from + index * 10);
  return {
    type: "FeatureCollection",
    features: [
      ...steps(-180, 170).map((longitude) =>
        line(longitude, degreesText(longitude, "E", "W"), [
          [longitude, -LIMIT],
          [longitude, LIMIT],
        ]),
      ),
      ...steps(-80, 80).map((latitude) =>
        line(
          latitude,
          degreesText(latitude, "N", "S"),
          steps(-180, 180).map((longitude): [number, number] => [longitude, latitude]),
        ),
      ),
    ],
  };
}

function degreesText(degrees: number, positive: string, negative: string): string {
  if (degrees === 0 || degrees === -180) return `${Math.abs(degrees)}°`;
  return `${Math.abs(degrees)}° ${degrees > 0 ? positive : negative}`;
}
