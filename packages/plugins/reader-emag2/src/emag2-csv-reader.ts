import {
  CorruptInputError,
  checkAllocation,
  DEFAULT_MAXIMUM_BYTES,
  type GridHeader,
  type GridSource,
  gridDescription,
  gridParameters,
  openInput,
  type PluginContext,
  type ReaderPlugin,
  readNumberRows,
  residentGrid,
} from "@geoanomaly/core";
import { COLUMNS, FIELDS, ROWS, tableExtent } from "./table-extent.js";

const OWNER = "reader emag2-csv";
const SPACING = 360 / COLUMNS;
/** Both values are 99999 where there is no survey; the sea-level one also on land. */
const VOID_FROM = 90_000;
/** Cells at the ambiguous edge of the dateline. */
const CODE_EDGE = 888;
const CODE_VOID = 999;
/** A coordinate is printed with six decimals. */
const PRINTED = 2e-6;
/** "1,1,1,1,1,1,1,1" and a line end: no line of the table is shorter. */
const SHORTEST_LINE = 16;

async function open(path: string, raw: Readonly<Record<string, unknown>>, context: PluginContext): Promise<GridSource> {
  const given = gridParameters(OWNER, raw, ["level", "edges"]);
  const { maximumBytes = DEFAULT_MAXIMUM_BYTES, ...told } = gridDescription(OWNER, given);
  const level = given.choice("level", ["upcont", "sealevel"]) ?? "upcont";
  const dropEdges = given.choice("edges", ["keep", "drop"]) === "drop";
  const file = await openInput(path);
  try {
    const { firstColumn, firstRow, cols, rows } = await tableExtent(file);
    const cells = cols * rows;
    if (file.size < cells * SHORTEST_LINE - 1) {
      throw new CorruptInputError(
        path,
        "size",
        `${cells} lines (${rows} x ${cols} cells, by the first and last line)`,
        `${file.size} bytes`,
      );
    }
    checkAllocation(path, "the grid", 8 * cells, maximumBytes);
    const values = new Float32Array(cells);
    const uncertainty = new Float32Array(cells);
    let index = 0;
    await readNumberRows({
      file,
      kernels: context.kernels,
      signal: context.signal,
      start: 0,
      firstLine: 1,
      columns: FIELDS,
      delimiter: ",",
      select: [0, 1, 2, 3, level === "upcont" ? 5 : 4, 6, 7],
      progress: (fraction) => context.progress(fraction),
      take: ([is, js, longitudes, latitudes, samples, codes, errors], count, line) => {
        for (let k = 0; k < count; k++, index++) {
          const row = Math.floor(index / cols);
          const [i, j] = [firstColumn + index - row * cols, firstRow + row];
          const off = Math.max(Math.abs(longitudes![k]! - SPACING * (i - 0.5)), Math.abs(latitudes![k]! - (SPACING * (j - 0.5) - 90)));
          if (row >= rows || is![k] !== i || js![k] !== j || !(off <= PRINTED)) {
            const expected = row >= rows ? "the end of the table" : `i ${i}, j ${j}, at its cell's centre`;
            throw new CorruptInputError(path, `line ${line + k}`, expected, `i ${is![k]}, j ${js![k]}, ${longitudes![k]} ${latitudes![k]}`);
          }
          const code = codes![k]!;
          const value = samples![k]!;
          const error = errors![k]!;
          const none = value >= VOID_FROM || code === CODE_VOID || (dropEdges && code === CODE_EDGE);
          const at = (rows - 1 - row) * cols + (i - firstColumn);
          values[at] = none ? Number.NaN : value;
          // Errors of edges and voids are minus their code.
          uncertainty[at] = none || error < 0 ? Number.NaN : error;
        }
      },
    });
    if (index !== cells) throw new CorruptInputError(path, "end of file", `${cells} lines (${rows} x ${cols} cells)`, `${index}`);
    const header: GridHeader = {
      rows,
      cols,
      transform: [SPACING, 0, SPACING * (firstColumn - 1), 0, -SPACING, 90 - SPACING * (ROWS - (firstRow - 1 + rows))],
      registration: "area",
      crs: "EPSG:4326",
      quantity: { functional: "total-field-anomaly", unit: "nT" },
      height: { metres: level === "upcont" ? 4000 : 0, datum: "geoid" },
      effectiveResolution: SPACING,
      ...told,
    };
    return residentGrid(header, { values, uncertainty });
  } finally {
    await file.close();
  }
}

/**
 * EMAG2 v3 as a table, whole or a rectangle of it: longitudes 0..360, latitudes ascending, cells of 2 arc-minutes. 99999 and code 999 are no data.
 * Parameters beside those of every raster reader: `level` (`upcont`, the default, or `sealevel`); `edges: drop` makes cells of code 888 no data.
 */
export const emag2Csv: ReaderPlugin = {
  kind: "reader",
  id: "emag2-csv",
  recognise: (filename, head) => {
    const line = Buffer.from(head.subarray(0, 200)).toString("latin1").split("\n", 1)[0] ?? "";
    const table = /^\s*\d{1,5},\s*\d{1,4},\s*\d+\.\d+,\s*-?\d+\.\d+,\s*-?[\d.]+,\s*-?[\d.]+,\s*\d{3},\s*-?\d+(\.\d+)?\s*$/.test(line);
    return table ? 0.9 : /emag2.*\.csv$/i.test(filename) ? 0.4 : 0;
  },
  open: async (path, raw, context) => ({ kind: "grid", grid: await open(path, raw, context) }),
};
