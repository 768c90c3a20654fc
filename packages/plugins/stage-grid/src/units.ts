import {
  GridMismatchError,
  type GridSource,
  InvalidParameterError,
  type Parameters,
  type PluginContext,
  type PointSet,
  parameters,
  type Quantity,
  type StagePlugin,
  unitConversion,
  VerificationError,
} from "@geoanomaly/core";
import { gridInput } from "./grid-input.js";
import { otherUnits } from "./mixed-units.js";

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

/** What the data are once the stage has spoken, and what their numbers are to be multiplied by. */
interface Told {
  readonly quantity: Quantity;
  readonly factor: number;
}

function told({ unit, functional }: Quantity, given: Parameters): Told {
  const from = given.text("from");
  const conversion = from === undefined ? undefined : unitConversion(from);
  if (from !== undefined && !conversion) throw new InvalidParameterError(OWNER, "from", "a unit of gravity, magnetics or length", from);
  if (conversion && unit !== "1" && unit !== conversion.unit) throw new GridMismatchError(`data in ${conversion.unit}`, `data in ${unit}`);
  const asked = given.choice("functional", FUNCTIONALS);
  if (asked && functional !== "unknown" && functional !== asked) throw new GridMismatchError(`data of ${asked}`, `data of ${functional}`);
  const quantity = { functional: asked ?? functional, unit: unit === "1" ? (conversion?.unit ?? unit) : unit };
  // Data that name a unit already hold numbers in it: readers convert.
  return { quantity, factor: unit === "1" ? (conversion?.factor ?? 1) : 1 };
}

function ofGrid(grid: GridSource, { quantity, factor }: Told): GridSource {
  const { readDouble, readUncertainty, readHeight } = grid;
  return {
    ...grid,
    quantity,
    read: scaled(grid.read.bind(grid), factor),
    ...(readDouble && { readDouble: scaled(readDouble.bind(grid), factor) }),
    ...(readUncertainty && { readUncertainty: scaled(readUncertainty.bind(grid), factor) }),
    ...(readHeight && { readHeight: readHeight.bind(grid) }),
    close: () => grid.close(),
  };
}

const MIXED = ["stop", "convert", "keep"] as const;

/** Readings named one by one. */
const NAMED = 8;

function ofPoints(points: PointSet, { quantity, factor }: Told, mixed: (typeof MIXED)[number], context: PluginContext): PointSet {
  context.signal.throwIfAborted();
  const times = (array: Float64Array) => (factor === 1 ? array : array.map((value) => value * factor));
  const { uncertainty, sourceLines } = points;
  const converted = { ...points, quantity, values: times(points.values), ...(uncertainty && { uncertainty: times(uncertainty) }) };
  const others = otherUnits(converted);
  const lineOf = (index: number) => sourceLines?.[index] ?? index + 1;
  context.report?.({
    unit: quantity.unit,
    factor,
    otherUnits: others.map(({ name, readings }) => ({ unit: name, count: readings.length, lines: readings.slice(0, 100).map(lineOf) })),
    ...(others.length > 0 && { otherUnitsAction: mixed }),
  });
  if (others.length === 0) return converted;
  const named = others.map(({ name, readings }) => {
    const more = readings.length > NAMED ? ` and ${readings.length - NAMED} more` : "";
    return `${readings.length} of ${points.values.length} readings are possible only in ${name}: lines ${readings.slice(0, NAMED).map(lineOf).join(", ")}${more}`;
  });
  const message = `${quantity.functional} in ${quantity.unit}: ${named.join("; ")}`;
  if (mixed === "stop") throw new VerificationError(`${OWNER}: ${message} (mixed: convert takes them for that)`);
  context.logger.log("warn", `${message}; ${mixed === "convert" ? "converted" : "kept as they are"}`);
  if (mixed === "keep") return converted;
  const values = converted.values.slice();
  const errors = converted.uncertainty?.slice();
  for (const { readings, factor: other } of others) {
    for (const index of readings) {
      values[index] = (values[index] as number) * other;
      if (errors) errors[index] = (errors[index] as number) * other;
    }
  }
  return { ...converted, values, ...(errors && { uncertainty: errors }) };
}

/**
 * Says what data are that do not say it themselves: `from` is the unit their numbers are in, by any usual name (`gal`, `m/s2`, `T`), and
 * `functional` what they are. Data that name their unit are left alone if `from` agrees. Readings of absolute gravity and of the total
 * field that are possible only in another unit than the rest are found and named by their lines; `mixed` says what becomes of them.
 * @throws GridMismatchError if the data say another unit; InvalidParameterError for a unit nobody knows; VerificationError for mixed units.
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
      mixed: { enum: MIXED, default: "stop", description: "Readings that are possible only in another unit than they are said to have" },
    },
  },
  run: async (data, raw, context) => {
    const given = parameters(OWNER, raw, ["from", "functional", "mixed"]);
    const mixed = given.choice("mixed", MIXED) ?? "stop";
    if (data.kind === "points") return { kind: "points", points: ofPoints(data.points, told(data.points.quantity, given), mixed, context) };
    const grid = gridInput(OWNER, data);
    return { kind: "grid", grid: ofGrid(grid, told(grid.quantity, given)) };
  },
};
