import {
  type Coefficients,
  type GridSource,
  type GridStatistics,
  gridBounds,
  type PluginContext,
  type PointSet,
  type RawData,
  type TensorMesh,
} from "@geoanomaly/core";
import type { CommandModule } from "yargs";
import { interruptible } from "../interruption.js";
import type { Terminal } from "../terminal.js";

interface InspectFlags {
  readonly path: string;
  readonly reader: string | undefined;
  readonly parameter: readonly string[];
  readonly json: boolean;
}

type Description = Readonly<Record<string, unknown>>;

/** Rows that are held at once while a grid is read. */
const BAND_ROWS = 256;

async function describeGrid({ read, close, readUncertainty, ...header }: GridSource, context: PluginContext): Promise<Description> {
  const { rows, cols } = header;
  const values = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row += BAND_ROWS) {
    values.set(await read(row, Math.min(BAND_ROWS, rows - row), context.signal), row * cols);
  }
  await close();
  const statistics = await context.kernels.statistics(values, { signal: context.signal, threads: context.threads });
  return { kind: "grid", ...header, bounds: gridBounds(header), hasUncertainty: readUncertainty !== undefined, statistics };
}

async function describePoints({ values, easting, northing, crs, quantity, height, epoch }: PointSet, context: PluginContext) {
  const statistics = await context.kernels.statistics(Float32Array.from(values), { signal: context.signal });
  const extent = async (coordinates: Float64Array): Promise<readonly number[]> => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const coordinate of coordinates) {
      if (coordinate < least) least = coordinate;
      if (coordinate > most) most = coordinate;
    }
    return [least, most];
  };
  return {
    kind: "points",
    count: values.length,
    crs,
    quantity,
    height,
    ...(epoch === undefined ? {} : { epoch }),
    easting: await extent(easting),
    northing: await extent(northing),
    statistics,
  };
}

function describeCoefficients({ cosine, sine, ...model }: Coefficients): Description {
  return { kind: "coefficients", ...model, effectiveResolution: 180 / model.maxDegree, count: cosine.length + sine.length };
}

const line = (value: unknown): string =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value)
        .map(([key, inner]) => `${key} ${line(inner)}`)
        .join(", ")
    : Array.isArray(value)
      ? value.join(" ")
      : String(value);

function print(description: Description, terminal: Terminal): void {
  const { statistics, ...header } = description as Description & { readonly statistics?: GridStatistics };
  const rows = [...Object.entries(header), ...Object.entries(statistics ?? {})].filter(([, value]) => value !== undefined);
  const width = Math.max(...rows.map(([key]) => key.length));
  for (const [key, value] of rows) terminal.print(`${key.padEnd(width)}  ${line(value)}`);
}

/** `key=value`, numbers and booleans as such. */
function parseParameters(texts: readonly string[]): Record<string, unknown> {
  const literal = (text: string) =>
    text === "true" ? true : text === "false" ? false : text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
  return Object.fromEntries(
    texts.map((text) => {
      const split = text.indexOf("=");
      return [text.slice(0, split < 0 ? undefined : split), split < 0 ? true : literal(text.slice(split + 1))];
    }),
  );
}

/** `gam inspect`: header and statistics of any file that a reader recognises. */
async function describeData(data: RawData, context: PluginContext): Promise<Description> {
  switch (data.kind) {
    case "grid":
      return describeGrid(data.grid, context);
    case "points":
      return describePoints(data.points, context);
    case "coefficients":
      return describeCoefficients(data.coefficients);
    case "mesh":
      return describeMesh(data.mesh);
    case "model":
      return { ...describeMesh(data.model.mesh), ...data.model.quantity, cells: data.model.values.length };
    case "anomalies":
      return { kind: "anomalies", crs: data.anomalies.crs, anomalies: data.anomalies.anomalies.length };
  }
}

function describeMesh({ crs, origin, easting, northing, downward }: TensorMesh): Description {
  return { kind: "mesh", crs, ...origin, shape: `${easting.length} east x ${northing.length} north x ${downward.length} down` };
}

export function inspectCommand(terminal: Terminal): CommandModule<object, InspectFlags> {
  return {
    command: "inspect <path>",
    describe: "Show header and statistics of any file that can be read",
    builder: (parser) =>
      parser
        .positional("path", { type: "string", demandOption: true, describe: "File" })
        .option("reader", {
          type: "string",
          describe: "Id of the reader to use; default: the one that recognises the file",
          requiresArg: true,
        })
        .option("parameter", { type: "string", array: true, default: [], describe: "Reader parameter key=value, e.g. crs=EPSG:4326" })
        .option("json", { type: "boolean", default: false, describe: "As JSON" }),
    handler: async ({ path, reader, parameter, json }) => {
      const { openTool } = await import("../host/tool-context.js");
      await interruptible(async (signal) => {
        const context = await openTool(terminal, signal);
        const parameters = parseParameters(parameter);
        const data = await context.read(path, reader === undefined ? { parameters } : { reader, parameters });
        const description = await describeData(data, context);
        if (json) terminal.print(JSON.stringify(description, undefined, 2));
        else print(description, terminal);
      });
    },
  };
}
