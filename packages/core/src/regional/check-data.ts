import type { RawData } from "../contracts/raw-data.js";
import { GridMismatchError, InvalidPluginError } from "../errors.js";

const finite = (values: Iterable<number>): boolean => {
  for (const value of values) if (!Number.isFinite(value)) return false;
  return true;
};

function problemWith(data: RawData): string | undefined {
  switch (data.kind) {
    case "grid": {
      const { rows, cols, transform, crs } = data.grid;
      if (!(Number.isInteger(rows) && Number.isInteger(cols) && rows > 0 && cols > 0)) return `a grid of ${rows} x ${cols}`;
      if (!finite(transform) || transform[0] <= 0 || transform[4] >= 0)
        return `a transform that does not run east and south: ${transform.join(" ")}`;
      return /^(EPSG:\d+|local)$/.test(crs) ? undefined : `the CRS ${crs}`;
    }
    case "points": {
      const { easting, northing, values, upward, uncertainty, lines, time, groundHeight, crs } = data.points;
      const lengths = [northing, values, upward, uncertainty, lines?.of, time, groundHeight].flatMap((array) =>
        array ? [array.length] : [],
      );
      if (lengths.some((length) => length !== easting.length)) return `arrays of ${easting.length} and ${lengths.join(", ")} readings`;
      if (!finite(easting) || !finite(northing)) return "readings without a place";
      if (crs === "EPSG:4326" && northing.some((latitude) => Math.abs(latitude) > 90)) return "latitudes beyond 90 degrees";
      return undefined;
    }
    case "model": {
      const { mesh, values } = data.model;
      const cells = mesh.easting.length * mesh.northing.length * mesh.downward.length;
      return values.length === cells ? undefined : `a model of ${values.length} values on ${cells} cells`;
    }
    default:
      return undefined;
  }
}

/**
 * The checkpoint after every stage: dimensions, axes, CRS, lengths, places.
 * @throws InvalidPluginError naming the package of the stage: data that break the contract are a fault of the code that made them.
 */
export function checkData(data: RawData, packageName: string, step: string): void {
  const problem = problemWith(data);
  if (problem !== undefined) throw new InvalidPluginError(packageName, `${step} gave ${problem}`);
}

/** @throws GridMismatchError unless the data are of this kind. */
export function dataOfKind<K extends RawData["kind"]>(data: RawData, kind: K, what: string): Extract<RawData, { readonly kind: K }> {
  if (data.kind !== kind) throw new GridMismatchError(`${what} as ${kind}`, data.kind);
  return data as Extract<RawData, { readonly kind: K }>;
}
