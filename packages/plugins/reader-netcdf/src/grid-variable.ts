import { CorruptInputError, InvalidParameterError } from "@geoanomaly/core";
import { type CfDataset, type CfVariable, textAttribute } from "./cf-dataset.js";

/** The variable of a grid with its two coordinate variables. */
export interface GridVariable {
  readonly values: CfVariable;
  readonly latitude: CfVariable;
  readonly longitude: CfVariable;
}

const isLatitude = ({ name, attributes }: CfVariable) =>
  /^degrees?_?n(orth)?$/i.test(textAttribute(attributes, "units") ?? "") ||
  /^(latitude|projection_y_coordinate)$/.test(textAttribute(attributes, "standard_name") ?? "") ||
  /^(lat|latitude|y|northing)$/i.test(name);
const isLongitude = ({ name, attributes }: CfVariable) =>
  /^degrees?_?e(ast)?$/i.test(textAttribute(attributes, "units") ?? "") ||
  /^(longitude|projection_x_coordinate)$/.test(textAttribute(attributes, "standard_name") ?? "") ||
  /^(lon|longitude|x|easting)$/i.test(name);

/** The 1-D variable that gives the coordinates along a dimension: of its name, else the only one of that kind and length. */
function coordinate(
  dataset: CfDataset,
  variable: CfVariable,
  axis: 0 | 1,
  fits: (candidate: CfVariable) => boolean,
): CfVariable | undefined {
  const lines = dataset.variables.filter(({ shape, itemBytes }) => shape.length === 1 && itemBytes > 0);
  const name = variable.dimensions[axis];
  const named = name ? lines.find((line) => line.name === name) : undefined;
  return named ?? lines.find((line) => line.shape[0] === variable.shape[axis] && fits(line));
}

/**
 * The variable to read, and its axes.
 * @param asked Its name; default: the only one on latitude and longitude that is not an auxiliary of another.
 * @throws InvalidParameterError if several could be meant, or the one asked for is not there; CorruptInputError if there is no grid.
 */
export function gridVariable(owner: string, path: string, dataset: CfDataset, asked: string | undefined): GridVariable {
  const grids = dataset.variables.flatMap((values): GridVariable[] => {
    if (values.shape.length !== 2 || values.itemBytes === 0) return [];
    const latitude = coordinate(dataset, values, 0, isLatitude);
    const longitude = coordinate(dataset, values, 1, isLongitude);
    return latitude && longitude && latitude !== longitude ? [{ values, latitude, longitude }] : [];
  });
  if (grids.length === 0) {
    const found = dataset.variables.map(({ name, shape }) => `${name} (${shape.join(" x ")})`).join(", ");
    throw new CorruptInputError(path, "variables", "a variable on latitude and longitude", found || "none");
  }
  const names = grids.map(({ values }) => values.name).join(", ");
  if (asked !== undefined) {
    const found = grids.find(({ values }) => values.name === asked);
    if (!found) throw new InvalidParameterError(owner, "variable", `one of ${names}`, asked);
    return found;
  }
  const auxiliary = new Set(grids.flatMap(({ values }) => (textAttribute(values.attributes, "coordinates") ?? "").split(/\s+/)));
  const main = grids.filter(({ values }) => !auxiliary.has(values.name));
  if (main.length !== 1) throw new InvalidParameterError(owner, "variable", `one of ${names}`, "nothing");
  return main[0] as GridVariable;
}
