import type { Crs } from "@geoanomaly/core";

export type CellValue = number | string | null;

/** One attribute of all features. */
export interface FeatureColumn {
  readonly name: string;
  readonly kind: "text" | "number";
  /** One per feature. */
  readonly cells: readonly CellValue[];
}

/** Closed rings in CRS units, the outer one first and counter-clockwise; or a place. */
export type Shape =
  | { readonly type: "Polygon"; readonly rings: readonly (readonly (readonly [number, number])[])[] }
  | { readonly type: "Point"; readonly place: readonly [number, number] };

/** Features with attributes: what every vector format is written from. */
export interface FeatureTable {
  readonly name: string;
  readonly title: string;
  readonly crs: Crs;
  readonly shapes: readonly Shape[];
  readonly columns: readonly FeatureColumn[];
  /** Sentences that go with the file. */
  readonly cautions: readonly string[];
}

/** West, south, east, north. */
export type Box = readonly [number, number, number, number];

/** All places of a shape. */
export const placesOf = (shape: Shape): readonly (readonly [number, number])[] =>
  shape.type === "Point" ? [shape.place] : shape.rings.flat();

/** Box around shapes; `undefined` around none. */
export function boxAround(shapes: readonly Shape[]): Box | undefined {
  if (shapes.length === 0) return undefined;
  let [west, south, east, north] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const shape of shapes) {
    for (const [x, y] of placesOf(shape)) {
      west = Math.min(west, x);
      south = Math.min(south, y);
      east = Math.max(east, x);
      north = Math.max(north, y);
    }
  }
  return [west, south, east, north];
}

/** The same features elsewhere. */
export function mapShapes(table: FeatureTable, crs: Crs, to: (x: number, y: number) => readonly [number, number]): FeatureTable {
  const shapes = table.shapes.map(
    (shape): Shape =>
      shape.type === "Point"
        ? { type: "Point", place: to(...shape.place) }
        : { type: "Polygon", rings: shape.rings.map((ring) => ring.map(([x, y]) => to(x, y))) },
  );
  return { ...table, crs, shapes };
}
