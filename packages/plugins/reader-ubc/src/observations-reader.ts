import {
  CorruptInputError,
  InvalidParameterError,
  openInput,
  type PluginContext,
  type PointSet,
  parameters,
  type Quantity,
  type ReaderPlugin,
} from "@geoanomaly/core";
import { headNumbers, readNumberLines } from "./number-lines.js";
import { HeaderLines, KINDS, type ObservationHeader, type ObservationKind } from "./observation-header.js";
import { OBSERVATION_PARAMETERS, observationDescription } from "./observation-parameters.js";
import { describedPoints, ObservationRows } from "./observation-rows.js";

const OWNER = "reader ubc-observations";
/** Easting, northing, height, then the reading and its standard deviation. */
const WIDTHS: Readonly<Record<ObservationKind, readonly number[]>> = { gravity: [4, 5], magnetic: [4, 5], topography: [3] };
const QUANTITIES: Readonly<Record<ObservationKind, Quantity>> = {
  gravity: { functional: "unknown", unit: "mGal" },
  magnetic: { functional: "total-field-anomaly", unit: "nT" },
  topography: { functional: "topography", unit: "m" },
};

/** The kind where the user does not say. @throws InvalidParameterError where the file leaves it open */
function kindOf(header: ObservationHeader, width: number): ObservationKind {
  if (header.magnetic) return "magnetic";
  if (width === 5) return "gravity";
  const found =
    width === 3
      ? "rows of place and height: heights of the ground, or places without readings"
      : "rows of four numbers, which Tomofast writes with other axes";
  throw new InvalidParameterError(OWNER, "kind", `one of ${KINDS.join(", ")}`, `nothing, and the file has ${found}`);
}

async function open(path: string, raw: Readonly<Record<string, unknown>>, context: PluginContext): Promise<PointSet> {
  const file = await openInput(path);
  try {
    const given = parameters(OWNER, raw, OBSERVATION_PARAMETERS);
    const told = observationDescription(OWNER, given);
    const asked = given.choice("kind", KINDS);
    const lines = new HeaderLines(path, OWNER, asked);
    let header: ObservationHeader | undefined;
    let rows: ObservationRows | undefined;
    await readNumberLines(file, context.signal, (line) => {
      if (rows) return rows.take(line);
      header = lines.take(line);
      if (header) {
        const widths = asked ? WIDTHS[asked] : header.magnetic ? WIDTHS.magnetic : [3, 4, 5];
        rows = new ObservationRows(path, header.count, widths, file.size, told.maximumBytes);
      }
    });
    if (!header || !rows) throw new CorruptInputError(path, "end of file", "a UBC header and rows", "the end of the file");
    context.signal.throwIfAborted();
    const columns = rows.finish();
    const kind = asked ?? kindOf(header, rows.width);
    context.report?.({ readings: header.count, kind, ...(header.mainField && { mainField: header.mainField }) });
    return describedPoints(columns, told, QUANTITIES[kind]);
  } finally {
    await file.close();
  }
}

/** How sure the first lines make of a UBC file with readings. */
function sureness(filename: string, head: Uint8Array): number {
  const [first = [], second = [], third = [], fourth = []] = headNumbers(head);
  if ([first, second, third].some((line) => line.length === 0 || line.some(Number.isNaN))) return 0;
  if (first.length === 3 && second.length <= 3 && third.length === 1 && fourth.length >= 4) return 0.9;
  if (first.length !== 1 || !Number.isInteger(first[0]) || second.length !== third.length) return 0;
  const named = /\.(obs|grv|grav|gra|mag|topo|top|loc|xyz)$/i.test(filename);
  if (second.length === 5) return named ? 0.8 : 0.5;
  // Rows of four numbers may be Tomofast's, whose axes are others: without a name that says UBC, nobody should guess.
  if (second.length === 4) return named ? 0.5 : 0;
  return second.length === 3 ? (named ? 0.5 : 0.3) : 0;
}

/**
 * Readings of UBC-GIF programs: `n / easting northing height value [sd]` for gravity (mGal, positive down); for magnetics (nT) two lines before
 * that give the main field, which is reported as `mainField`; `n / easting northing height` for the ground.
 *
 * Parameters: `kind` (gravity, magnetic, topography) where the file leaves it open; `crs` (default local); `quantity` (gravity: the file does not
 * say which anomaly; default unknown); `height` (its datum); `epoch`; `uncertainty` (one for all, where the file has none); `maximumBytes`.
 */
export const ubcObservations: ReaderPlugin = {
  kind: "reader",
  id: "ubc-observations",
  recognise: sureness,
  open: async (path, raw, context) => ({ kind: "points", points: await open(path, raw, context) }),
};
