import { type Box, boxAround, type FeatureTable, type Shape } from "./feature-table.js";

/** Decimals of degrees: a centimetre. Local coordinates keep a millimetre. */
const DEGREE_DECIMALS = 7;
const METRE_DECIMALS = 3;

/**
 * A GeoJSON feature collection. `table` is in longitude and latitude, or local: then a member says that coordinates are not on the Earth.
 * @see RFC 7946, sections 3.1.6 (right-hand rule) and 6.1 (foreign members)
 */
export function geojsonFile(table: FeatureTable): Buffer {
  const local = table.crs === "local";
  const decimals = local ? METRE_DECIMALS : DEGREE_DECIMALS;
  const round = (value: number) => Number(value.toFixed(decimals));
  const place = ([x, y]: readonly [number, number]) => [round(x), round(y)];
  const geometry = (shape: Shape) =>
    shape.type === "Point"
      ? { type: "Point", coordinates: place(shape.place) }
      : { type: "Polygon", coordinates: shape.rings.map((ring) => ring.map(place)) };
  const box = boxAround(table.shapes)?.map(round) as Box | undefined;
  const collection = {
    type: "FeatureCollection",
    name: table.name,
    title: table.title,
    ...(table.cautions.length > 0 && { cautions: table.cautions }),
    ...(local && {
      local_coordinates: "Metres east and north of a local origin whose place on the Earth is not known: not longitude and latitude",
    }),
    ...(box && { bbox: box }),
    features: table.shapes.map((shape, row) => {
      const properties = Object.fromEntries(table.columns.map(({ name, cells }) => [name, cells[row]]));
      return { type: "Feature", id: properties.id ?? row, geometry: geometry(shape), properties };
    }),
  };
  return Buffer.from(`${JSON.stringify(collection)}\n`, "utf8");
}
