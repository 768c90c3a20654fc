import {
  GridMismatchError,
  type GridSource,
  InvalidParameterError,
  parameters,
  type Quantity,
  type StagePlugin,
  unitConversion,
} from "@geoanomaly/core";
import { gridInput } from "./grid-input.js";

const OWNER = "stage units";

const FUNCTIONALS: readonly Quantity["functional"][] = [
  "gravity",
  "gravity-disturbance",
  "free-air-anomaly",
  "bouguer-anomaly",
  "geoid-height",
  "total-field",
  "total-field-anomaly",
  "unknown",
];

/** The rows of `read`, each sample times `factor`. */
const scaled =
  <A extends Float32Array | Float64Array>(read: (firstRow: number, rowCount: number, signal: AbortSignal) => Promise<A>, factor: number) =>
  async (firstRow: number, rowCount: number, signal: AbortSignal): Promise<A> => {
    const values = await read(firstRow, rowCount, signal);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * factor;
    return values;
  };

/**
 * Says what a grid is that does not say it itself: `from` is the unit its numbers are in, by any usual name (`gal`, `m/s2`, `T`), and
 * `functional` what they are. A grid that names its unit is left alone if `from` agrees.
 * @throws GridMismatchError if the grid says another unit; InvalidParameterError for a unit nobody knows.
 */
export const units: StagePlugin = {
  kind: "stage",
  id: "units",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      from: { type: "string", description: "Unit of the numbers, where the source does not say it" },
      functional: { enum: FUNCTIONALS, description: "What the numbers are, where the source does not say it" },
    },
  },
  run: async (data, raw) => {
    const grid = gridInput(OWNER, data);
    const given = parameters(OWNER, raw, ["from", "functional"]);
    const from = given.text("from");
    const conversion = from === undefined ? undefined : unitConversion(from);
    if (from !== undefined && !conversion) throw new InvalidParameterError(OWNER, "from", "a unit of gravity, magnetics or length", from);
    const { unit, functional } = grid.quantity;
    if (conversion && unit !== "1" && unit !== conversion.unit)
      throw new GridMismatchError(`a grid in ${conversion.unit}`, `one in ${unit}`);
    const told = given.choice("functional", FUNCTIONALS);
    if (told && functional !== "unknown" && functional !== told) throw new GridMismatchError(`a grid of ${told}`, `one of ${functional}`);
    // A grid that names a unit already holds numbers in it: readers convert.
    const factor = unit === "1" ? (conversion?.factor ?? 1) : 1;
    const { readDouble, readUncertainty, readHeight } = grid;
    const converted: GridSource = {
      ...grid,
      quantity: { functional: told ?? functional, unit: unit === "1" ? (conversion?.unit ?? unit) : unit },
      read: scaled(grid.read.bind(grid), factor),
      ...(readDouble && { readDouble: scaled(readDouble.bind(grid), factor) }),
      ...(readUncertainty && { readUncertainty: scaled(readUncertainty.bind(grid), factor) }),
      ...(readHeight && { readHeight: readHeight.bind(grid) }),
      close: () => grid.close(),
    };
    return { kind: "grid", grid: converted };
  },
};
