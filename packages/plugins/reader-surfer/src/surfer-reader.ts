import {
  CorruptInputError,
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
import { readSurfer6Binary, readSurfer7 } from "./surfer-binary.js";
import { readSurfer6Ascii } from "./surfer6-ascii.js";

const OWNER = "reader surfer";
const MAGICS = ["DSAA", "DSBB", "DSRB"];
const magicOf = (head: Uint8Array) => Buffer.from(head.subarray(0, 4)).toString("latin1");

async function open(path: string, raw: Readonly<Record<string, unknown>>, { signal }: PluginContext): Promise<GridSource> {
  const file = await openInput(path);
  try {
    const { maximumBytes = DEFAULT_MAXIMUM_BYTES, ...told } = gridDescription(OWNER, gridParameters(OWNER, raw));
    const head = new Uint8Array(Math.min(file.size, 4096));
    await file.readAt(0, head);
    const magic = magicOf(head);
    if (!MAGICS.includes(magic)) throw new CorruptInputError(path, "byte 0", `a Surfer grid (${MAGICS.join(", ")})`, describeContent(head));
    const read = {
      DSAA: () => readSurfer6Ascii(file, maximumBytes, signal),
      DSBB: () => readSurfer6Binary(file, maximumBytes),
      DSRB: () => readSurfer7(file, maximumBytes),
    };
    const { grid, values } = await read[magic as keyof typeof read]();
    const { rows, cols, west, south, stepX, stepY } = grid;
    const lattice = { rows, cols, x: west, y: south + (rows - 1) * stepY, stepX, stepY, registration: "node" } as const;
    return residentGrid(sampleGridHeader(OWNER, lattice, told, undefined), { values });
  } finally {
    await file.close();
  }
}

/**
 * Grids of Golden Software's Surfer: 6 as text and binary, 7. Nodes; blank ones become NaN. The format names neither CRS nor quantity: the
 * parameter `crs` is required, and `quantity` says what the numbers are.
 */
export const surfer: ReaderPlugin = {
  kind: "reader",
  id: "surfer",
  recognise: (_, head) => (MAGICS.includes(magicOf(head)) ? 0.95 : 0),
  open: async (path, raw, context) => ({ kind: "grid", grid: await open(path, raw, context) }),
};
