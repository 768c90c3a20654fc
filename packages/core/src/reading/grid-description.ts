import type { Crs } from "../contracts/grid.js";
import type { DecimalYear, Functional, Height, Quantity, Unit } from "../contracts/quantity.js";
import { InvalidParameterError } from "../errors.js";
import { type Parameters, parameters } from "./parameters.js";

const functionals: readonly Functional[] = [
  "gravity",
  "gravity-disturbance",
  "free-air-anomaly",
  "bouguer-anomaly",
  "geoid-height",
  "gravity-potential",
  "total-field",
  "total-field-anomaly",
  "topography",
  "standard-uncertainty",
  "robust-z",
  "unknown",
];
const units: readonly Unit[] = ["mGal", "nT", "m", "m2/s2", "degree", "kg/m3", "SI", "1"];
const datums: readonly Height["datum"][] = ["ellipsoid", "geoid", "terrain", "unknown"];

/** Names of the parameters that {@link gridDescription} takes. */
export const GRID_DESCRIPTION_PARAMETERS = ["crs", "quantity", "height", "epoch", "effectiveResolution", "maximumBytes"] as const;

/** What the user says of a grid whose file does not. */
export interface GridDescription {
  readonly crs?: Crs;
  readonly quantity?: Quantity;
  readonly height?: Height;
  readonly epoch?: DecimalYear;
  /** Degrees. */
  readonly effectiveResolution?: number;
  readonly maximumBytes?: number;
}

/** Drops keys without a value, so that the result spreads over what a file says. */
function given<T extends object>(description: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(description).filter(([, value]) => value !== undefined)) as T;
}

/** The parameters every reader of rasters takes. @throws InvalidParameterError */
export function gridDescription(owner: string, from: Parameters): GridDescription {
  const quantity = from.group("quantity", ["functional", "unit"]);
  const height = from.group("height", ["metres", "datum"]);
  const crs = from.text("crs");
  if (crs !== undefined && !/^EPSG:\d{4,6}$/.test(crs)) throw new InvalidParameterError(owner, "crs", "an EPSG code like EPSG:4326", crs);
  return given<GridDescription>({
    crs: crs as Crs | undefined,
    quantity: quantity && {
      functional: quantity.choice("functional", functionals) ?? "unknown",
      unit: quantity.choice("unit", units) ?? "1",
    },
    height: height && { metres: height.number("metres") ?? 0, datum: height.choice("datum", datums) ?? "unknown" },
    epoch: from.number("epoch"),
    effectiveResolution: from.number("effectiveResolution", { min: 0 }),
    maximumBytes: from.number("maximumBytes", { min: 1 }),
  });
}

/** {@link parameters} of a raster reader: those of {@link gridDescription} and its `own`. */
export function gridParameters(owner: string, raw: Readonly<Record<string, unknown>>, own: readonly string[] = []): Parameters {
  return parameters(owner, raw, [...GRID_DESCRIPTION_PARAMETERS, ...own]);
}
