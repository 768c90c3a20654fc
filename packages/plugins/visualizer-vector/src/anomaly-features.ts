import { type Anomaly, type AnomalyTable, projectionBetween } from "@geoanomaly/core";
import type { CellValue, FeatureColumn, FeatureTable, Shape } from "./feature-table.js";

/** Attributes of an anomaly, in the order of the columns. Units are part of the names. */
const COLUMNS: readonly (readonly [name: string, kind: FeatureColumn["kind"], of: (anomaly: Anomaly) => CellValue])[] = [
  ["id", "text", ({ id }) => id],
  ["type", "text", ({ type }) => type],
  ["score", "number", ({ score }) => score],
  ["confidence", "number", ({ confidence }) => confidence],
  ["significance", "number", ({ significance }) => significance],
  ["longitude", "number", ({ longitude }) => longitude],
  ["latitude", "number", ({ latitude }) => latitude],
  ["easting", "number", ({ easting }) => easting],
  ["northing", "number", ({ northing }) => northing],
  ["depth_top_m", "number", ({ depthTop }) => depthTop],
  ["depth_bottom_m", "number", ({ depthBottom }) => depthBottom],
  ["depth_method", "text", ({ depthMethod }) => depthMethod],
  ["area_m2", "number", ({ areaSquareMetres }) => areaSquareMetres],
  ["volume_m3", "number", ({ volumeCubicMetres }) => volumeCubicMetres],
  ["excess_mass_kg", "number", ({ excessMassKilograms }) => excessMassKilograms],
  ["magnetic_moment_am2", "number", ({ magneticMoment }) => magneticMoment],
  ["type_rule", "text", ({ typeRule }) => typeRule],
];

const finite = (value: CellValue): CellValue => (typeof value === "number" && !Number.isFinite(value) ? null : value);

/** Column name for a layer: letters, digits and underscores, as every format takes them. */
const contributionName = (layer: string) => `contribution_${layer.replaceAll(/[^A-Za-z0-9]+/g, "_")}`;

type Ring = Anomaly["outline"][number];

/** The ring in the direction asked for, by the sign of its area. */
function turned(ring: Ring, counterClockwise: boolean): Ring {
  const [x0, y0] = ring[0] as readonly [number, number];
  // From the first corner, so that large coordinates do not cancel.
  const area = ring
    .slice(1)
    .reduce((sum, [x, y], i) => sum + ((ring[i]?.[0] ?? 0) - x0) * (y - y0) - (x - x0) * ((ring[i]?.[1] ?? 0) - y0), 0);
  return area > 0 === counterClockwise ? ring : ring.toReversed();
}

/** Outer rings run counter-clockwise and holes clockwise, as GeoJSON and GeoParquet want them. */
function shapeOf({ outline, easting, northing }: Anomaly): Shape {
  const rings = outline.filter((ring) => ring.length >= 4).map((ring, index) => turned(ring, index === 0));
  return rings.length > 0 ? { type: "Polygon", rings } : { type: "Point", place: [easting, northing] };
}

/** Longitude and latitude of the centroid, where the detection did not give them and the CRS is one of the Earth. */
async function located(table: AnomalyTable): Promise<readonly Anomaly[]> {
  if (table.crs === "local" || table.anomalies.every(({ longitude, latitude }) => longitude !== null && latitude !== null))
    return table.anomalies;
  const { forward } = await projectionBetween(table.crs, "EPSG:4326");
  return table.anomalies.map((anomaly) => {
    const [longitude, latitude] = forward(anomaly.easting, anomaly.northing);
    return { ...anomaly, longitude: anomaly.longitude ?? longitude, latitude: anomaly.latitude ?? latitude };
  });
}

/** A table of anomalies as features, outlines as polygons; an anomaly without an outline is a point. One column a layer for contributions. */
export async function anomalyFeatures(
  name: string,
  title: string,
  table: AnomalyTable,
  cautions: readonly string[],
): Promise<FeatureTable> {
  const anomalies = await located(table);
  const layers = [...new Set(anomalies.flatMap(({ contributions }) => Object.keys(contributions)))].sort();
  const columns = [
    ...COLUMNS.map(([column, kind, of]): FeatureColumn => ({ name: column, kind, cells: anomalies.map((anomaly) => finite(of(anomaly))) })),
    ...layers.map(
      (layer): FeatureColumn => ({
        name: contributionName(layer),
        kind: "number",
        cells: anomalies.map(({ contributions }) => finite(contributions[layer] ?? null)),
      }),
    ),
    ...(cautions.length > 0 ? [{ name: "caution", kind: "text" as const, cells: anomalies.map(() => cautions.join(" ")) }] : []),
  ];
  return { name: `anomalies_${name}`, title, crs: table.crs, shapes: anomalies.map(shapeOf), columns, cautions };
}
