import {
  CorruptInputError,
  checkAllocation,
  crsOfWkt,
  DEFAULT_MAXIMUM_BYTES,
  describeContent,
  type GridSource,
  gridDescription,
  gridParameters,
  type InputFile,
  openInput,
  type PluginContext,
  type ReaderPlugin,
  readNumberStream,
  readSidecarText,
  residentGrid,
  sampleGridHeader,
} from "@geoanomaly/core";
import { type EsriHeader, looksLikeEsri, parseEsriHeader } from "./esri-header.js";

const OWNER = "reader esri-ascii";
const HEAD_BYTES = 4096;
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

async function samples(file: InputFile, header: EsriHeader, signal: AbortSignal): Promise<Float64Array> {
  const { rows, cols, noData, end, line: firstLine } = header;
  const values = new Float64Array(rows * cols);
  let taken = 0;
  await readNumberStream(file, end, firstLine, signal, (value, line) => {
    if (taken === values.length)
      throw new CorruptInputError(file.path, `line ${line}`, `${values.length} values (${rows} x ${cols})`, "one more");
    values[taken++] = Math.abs(value - noData) <= 1e-6 * Math.abs(noData) ? Number.NaN : value;
  });
  if (taken < values.length)
    throw new CorruptInputError(file.path, "end of file", `${values.length} values (${rows} x ${cols})`, `${taken}`);
  return values;
}

async function open(path: string, raw: Readonly<Record<string, unknown>>, { signal }: PluginContext): Promise<GridSource> {
  const file = await openInput(path);
  try {
    const given = gridParameters(OWNER, raw, ["registration"]);
    const { maximumBytes = DEFAULT_MAXIMUM_BYTES, ...told } = gridDescription(OWNER, given);
    const registration = given.choice("registration", ["area", "node"]) ?? "area";
    const head = new Uint8Array(Math.min(file.size, HEAD_BYTES));
    await file.readAt(0, head);
    if (!looksLikeEsri(latin(head))) throw new CorruptInputError(path, "line 1", "ncols and nrows", describeContent(head));
    const header = parseEsriHeader(path, latin(head));
    const { rows, cols, end } = header;
    if (2 * rows * cols - 1 > file.size - end)
      throw new CorruptInputError(
        path,
        "end of file",
        `${rows * cols} values (${rows} x ${cols})`,
        `${file.size - end} bytes after the header`,
      );
    checkAllocation(path, "the grid", 16 * rows * cols, maximumBytes);
    const projection = told.crs === undefined ? await readSidecarText(`${path.replace(/\.[^./\\]*$/, "")}.prj`) : undefined;
    const grid = sampleGridHeader(OWNER, { ...header, registration }, told, projection === undefined ? undefined : crsOfWkt(projection));
    return residentGrid(grid, { values: await samples(file, header, signal) });
  } finally {
    await file.close();
  }
}

/**
 * ESRI ASCII grids (`.asc`), with `xllcorner` or `xllcenter`, `cellsize` or `dx` and `dy`, keys of any case. The CRS comes from the `.prj` beside
 * it or the parameter `crs`. Parameters beside those of every raster reader: `registration` (area, default, or node).
 */
export const esriAscii: ReaderPlugin = {
  kind: "reader",
  id: "esri-ascii",
  recognise: (filename, head) => (looksLikeEsri(latin(head.subarray(0, 512))) ? (/\.(asc|agr|grd|txt)$/i.test(filename) ? 0.95 : 0.8) : 0),
  open: async (path, raw, context) => ({ kind: "grid", grid: await open(path, raw, context) }),
};
