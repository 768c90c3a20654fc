import type { Crs } from "../contracts/grid.js";
import type { DecimalYear, Functional, Height, Quantity, Unit } from "../contracts/quantity.js";
import { InvalidParameterError } from "../errors.js";
import { FUNCTIONAL_NAMES, UNIT_NAMES } from "../geo/quantity-names.js";
import { type Parameters, parameters } from "./parameters.js";

const functionals = Object.keys(FUNCTIONAL_NAMES) as readonly Functional[];
const units = Object.keys(UNIT_NAMES) as readonly Unit[];
const datums: readonly Height["datum"][] = ["ellipsoid", "geoid", "terrain", "unknown"];

/** Names of the parameters that {@link gridDescription} takes. */
export const GRID_DESCRIPTION_PARAMETERS = ["crs", "quantity", "height", "epoch", "effectiveResolution", "maximumBytes"] as const;

/** What the user says of a grid whose file does not. */
export interface GridDescription {
  readonly crs?: Crs;
  readonly quantity?: Quantity;
  readonly height?: Height;
  readonly epoch?: DecimalYear;
  /** Units of the CRS. */
  readonly effectiveResolution?: number;
  readonly maximumBytes?: number;
}

/** Drops keys without a value, so that the result spreads over what a file says. */
function given<T extends object>(description: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(description).filter(([, value]) => value !== undefined)) as T;
}

/** Takes the parameter `crs`. @throws InvalidParameterError unless it is an EPSG code or `local`. */
export function crsParameter(owner: string, from: Parameters): Crs | undefined {
  const crs = from.text("crs");
  if (crs !== undefined && !/^(EPSG:\d{4,6}|local)$/.test(crs))
    throw new InvalidParameterError(owner, "crs", "an EPSG code like EPSG:4326, or local", crs);
  return crs as Crs | undefined;
}

/** Takes the parameter `quantity: { functional, unit }`. @throws InvalidParameterError */
export function quantityParameter(from: Parameters): Quantity | undefined {
  const quantity = from.group("quantity", ["functional", "unit"]);
  return quantity && { functional: quantity.choice("functional", functionals) ?? "unknown", unit: quantity.choice("unit", units) ?? "1" };
}

/** Takes the parameter `height: { metres, datum }`. @throws InvalidParameterError */
export function heightParameter(from: Parameters): Height | undefined {
  const height = from.group("height", ["metres", "datum"]);
  return height && { metres: height.number("metres") ?? 0, datum: height.choice("datum", datums) ?? "unknown" };
}

/** The parameters every reader of rasters takes. @throws InvalidParameterError */
export function gridDescription(owner: string, from: Parameters): GridDescription {
  return given<GridDescription>({
    crs: crsParameter(owner, from),
    quantity: quantityParameter(from),
    height: heightParameter(from),
    epoch: from.number("epoch"),
    effectiveResolution: from.number("effectiveResolution", { min: 0 }),
    maximumBytes: from.number("maximumBytes", { min: 1 }),
  });
}

/** {@link parameters} of a raster reader: those of {@link gridDescription} and its `own`. */
export function gridParameters(owner: string, raw: Readonly<Record<string, unknown>>, own: readonly string[] = []): Parameters {
  return parameters(owner, raw, [...GRID_DESCRIPTION_PARAMETERS, ...own]);
}
