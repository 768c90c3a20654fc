import {
  CorruptInputError,
  checkAllocation,
  DEFAULT_MAXIMUM_BYTES,
  describeContent,
  type GridSource,
  gridDescription,
  gridParameters,
  openInput,
  type PluginContext,
  type ReaderPlugin,
  residentGrid,
  sampleGridHeader,
} from "@geoanomaly/core";
import { grdCrs } from "./grd-crs.js";
import { HEADER_BYTES, looksLikeGrd, parseGrdHeader } from "./grd-header.js";
import { grdSamples } from "./grd-samples.js";

const OWNER = "reader geosoft";
/** DEFLATE gains at most this factor. */
const MOST_GAIN = 1032;

async function open(path: string, raw: Readonly<Record<string, unknown>>, { signal }: PluginContext): Promise<GridSource> {
  const file = await openInput(path);
  try {
    const { maximumBytes = DEFAULT_MAXIMUM_BYTES, ...told } = gridDescription(OWNER, gridParameters(OWNER, raw));
    const head = new Uint8Array(Math.min(file.size, HEADER_BYTES));
    await file.readAt(0, head);
    if (head.length < HEADER_BYTES)
      throw new CorruptInputError(path, "byte 0", `a header of ${HEADER_BYTES} bytes`, `${head.length} bytes: ${describeContent(head)}`);
    const header = parseGrdHeader(path, head);
    const { elements, vectors, bytesPerElement, compressed, rowOrder, elementStep, vectorStep } = header;
    const samples = elements * vectors;
    if (compressed && samples * bytesPerElement > MOST_GAIN * file.size)
      throw new CorruptInputError(
        path,
        "byte 8",
        `at most ${MOST_GAIN * file.size} bytes from a file of ${file.size}`,
        `${vectors} x ${elements} elements`,
      );
    checkAllocation(path, "the grid", samples * (bytesPerElement + 8), maximumBytes);
    const [rows, cols] = rowOrder ? [vectors, elements] : [elements, vectors];
    const [stepX, stepY] = rowOrder ? [elementStep, vectorStep] : [vectorStep, elementStep];
    const lattice = { rows, cols, x: header.x, y: header.y + (rows - 1) * stepY, stepX, stepY, registration: "node" } as const;
    const grid = sampleGridHeader(OWNER, lattice, told, told.crs ?? (await grdCrs(path)));
    return residentGrid(grid, { values: await grdSamples(file, header, signal) });
  } finally {
    await file.close();
  }
}

/**
 * Geosoft binary grids (`.grd`, version 2), plain or compressed by size, either storage order. The CRS comes from the `.grd.xml` or `.grd.gi`
 * beside it, or from the parameter `crs`; what the numbers are, the format does not say (parameter `quantity`). Rotated grids are refused.
 */
export const geosoft: ReaderPlugin = {
  kind: "reader",
  id: "geosoft",
  recognise: (filename, head) => (looksLikeGrd(head) ? (/\.grd$/i.test(filename) ? 0.9 : 0.4) : 0),
  open: async (path, raw, context) => ({ kind: "grid", grid: await open(path, raw, context) }),
};
