import {
  CorruptInputError,
  InvalidParameterError,
  openInput,
  type PluginContext,
  type PointSet,
  parameters,
  type Quantity,
  type ReaderPlugin,
  type Unit,
  unitConversion,
} from "@geoanomaly/core";
import { headNumbers, readNumberLines, shown } from "./number-lines.js";
import { OBSERVATION_PARAMETERS, observationDescription } from "./observation-parameters.js";
import { describedPoints, ObservationRows } from "./observation-rows.js";

const OWNER = "reader tomofast-observations";
const KINDS = ["gravity", "magnetic"] as const;
/** Forward models of Tomofast are in SI for gravity: kg/m3 give m/s2. */
const FILE_UNITS = { gravity: "m/s2", magnetic: "nT" } as const;
const QUANTITIES: Readonly<Record<(typeof KINDS)[number], Quantity>> = {
  gravity: { functional: "unknown", unit: "mGal" },
  magnetic: { functional: "total-field-anomaly", unit: "nT" },
};

/** Factor from the file's unit. @throws InvalidParameterError */
function unitFactor(name: string, unit: Unit): number {
  const conversion = unitConversion(name);
  if (conversion?.unit !== unit) throw new InvalidParameterError(OWNER, "unit", `a unit of ${unit}`, name);
  return conversion.factor;
}

async function open(path: string, raw: Readonly<Record<string, unknown>>, context: PluginContext): Promise<PointSet> {
  const file = await openInput(path);
  try {
    const given = parameters(OWNER, raw, [...OBSERVATION_PARAMETERS, "unit", "xAxis"]);
    const told = observationDescription(OWNER, given);
    const kind = given.choice("kind", KINDS);
    if (!kind) throw new InvalidParameterError(OWNER, "kind", `one of ${KINDS.join(", ")}`, "nothing");
    const xAxis = given.choice("xAxis", ["north", "east"]) ?? "north";
    const quantity = told.quantity ?? QUANTITIES[kind];
    const factor = unitFactor(given.text("unit") ?? FILE_UNITS[kind], quantity.unit);
    let rows: ObservationRows | undefined;
    await readNumberLines(file, context.signal, (line) => {
      if (rows) return rows.take(line);
      const [count = Number.NaN] = line.numbers;
      if (line.numbers.length !== 1 || !Number.isInteger(count) || count < 1)
        throw new CorruptInputError(path, `line ${line.line}`, "the number of data", shown(line.text));
      rows = new ObservationRows(path, count, [4], file.size, told.maximumBytes);
    });
    if (!rows) throw new CorruptInputError(path, "end of file", "the number of data and rows", "the end of the file");
    context.signal.throwIfAborted();
    const { easting: x, northing: y, upward: down, values, sourceLines } = rows.finish();
    context.report?.({ readings: values.length, kind, xAxis, unitFactor: factor });
    const columns = {
      easting: xAxis === "north" ? y : x,
      northing: xAxis === "north" ? x : y,
      upward: down.map((depth) => 0 - depth),
      values: values.map((value) => value * factor),
      sourceLines,
    };
    return describedPoints(columns, told, quantity);
  } finally {
    await file.close();
  }
}

/**
 * Readings for the program Tomofast-x: `n / x y z value`, z positive down (a flight at 100 m has z = -100), gravity in m/s2, magnetics in nT.
 * In its Hamersley example x runs north and y east (x is 7,455,800 to 7,567,500, y 528,550: MGA zone 50, EPSG:28350); so it is read
 * unless `xAxis: east` says otherwise.
 *
 * Parameters: `kind` (gravity or magnetic, required), `xAxis` (north, default, or east), `unit` (of the file), and `crs`, `quantity`,
 * `height`, `epoch`, `uncertainty`, `maximumBytes` as for UBC files.
 */
export const tomofastObservations: ReaderPlugin = {
  kind: "reader",
  id: "tomofast-observations",
  recognise: (_, head) => {
    const [first = [], ...rows] = headNumbers(head);
    const sound = first.length === 1 && Number.isInteger(first[0]) && rows.length > 1;
    // Readings are above the ground, where its z is negative; heights of UBC's files hardly ever are.
    return sound && rows.every((row) => row.length === 4 && !row.some(Number.isNaN) && (row[2] as number) < 0) ? 0.3 : 0;
  },
  open: async (path, raw, context) => ({ kind: "points", points: await open(path, raw, context) }),
};
