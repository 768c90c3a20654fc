import {
  CorruptInputError,
  checkAllocation,
  DEFAULT_MAXIMUM_BYTES,
  describeContent,
  type GridHeader,
  type GridSource,
  gridDescription,
  gridParameters,
  type InputFile,
  openInput,
  type ReaderPlugin,
  residentGrid,
  type TideSystem,
} from "@geoanomaly/core";

const OWNER = "reader gtx";
const HEADER_BYTES = 40;
const NO_DATA = Math.fround(-88.8888);
const TIDES: readonly TideSystem[] = ["tide-free", "zero-tide", "mean-tide"];

interface GtxHeader {
  readonly south: number;
  readonly west: number;
  readonly latitudeStep: number;
  readonly longitudeStep: number;
  readonly rows: number;
  readonly cols: number;
}

/** What the 40 bytes say, if it can be a grid on the Earth. */
function parseHeader(bytes: Uint8Array): GtxHeader | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [south, west, latitudeStep, longitudeStep] = [0, 8, 16, 24].map((at) => view.getFloat64(at)) as [number, number, number, number];
  const [rows, cols] = [view.getInt32(32), view.getInt32(36)];
  const steps = latitudeStep > 1e-6 && latitudeStep <= 90 && longitudeStep > 1e-6 && longitudeStep <= 180;
  const places = Math.abs(south) <= 90.001 && west >= -360.001 && west <= 360.001;
  const sizes = rows > 0 && cols > 0 && south + (rows - 1) * latitudeStep <= 90.001 && (cols - 1) * longitudeStep <= 360.001;
  return steps && places && sizes ? { south, west, latitudeStep, longitudeStep, rows, cols } : undefined;
}

/** Rows from the south in the file, from the north in the grid; -88.8888 is no data. */
async function samples(file: InputFile, { rows, cols }: GtxHeader): Promise<Float32Array> {
  const bytes = new Uint8Array(4 * rows * cols);
  await file.readAt(HEADER_BYTES, bytes);
  const view = new DataView(bytes.buffer);
  const values = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    const from = (rows - 1 - row) * cols;
    for (let col = 0; col < cols; col++) {
      const value = view.getFloat32(4 * (from + col));
      values[row * cols + col] = value === NO_DATA ? Number.NaN : value;
    }
  }
  return values;
}

async function open(path: string, raw: Readonly<Record<string, unknown>>): Promise<GridSource> {
  const given = gridParameters(OWNER, raw, ["tideSystem"]);
  const { maximumBytes = DEFAULT_MAXIMUM_BYTES, ...told } = gridDescription(OWNER, given);
  const tideSystem = given.choice("tideSystem", TIDES);
  const file = await openInput(path);
  try {
    const head = new Uint8Array(Math.min(file.size, 4096));
    await file.readAt(0, head);
    const header = parseHeader(head);
    if (!header)
      throw new CorruptInputError(path, "byte 0", "a GTX header: corner, steps and size of a grid on the Earth", describeContent(head));
    const { south, west, latitudeStep, longitudeStep, rows, cols } = header;
    const expected = HEADER_BYTES + 4 * rows * cols;
    if (file.size !== expected)
      throw new CorruptInputError(path, "size", `${expected} bytes (${rows} x ${cols} samples)`, `${file.size} bytes`);
    checkAllocation(path, "the grid", 8 * rows * cols, maximumBytes);
    const grid: GridHeader = {
      rows,
      cols,
      transform: [longitudeStep, 0, west - longitudeStep / 2, 0, -latitudeStep, south + (rows - 0.5) * latitudeStep],
      registration: "node",
      crs: "EPSG:4326",
      quantity: { functional: "unknown", unit: "m" },
      height: { metres: 0, datum: "unknown" },
      effectiveResolution: Math.max(latitudeStep, longitudeStep),
      ...(tideSystem && { tideSystem }),
      ...told,
    };
    return residentGrid(grid, { values: await samples(file, header) });
  } finally {
    await file.close();
  }
}

/**
 * NOAA's vertical grids (`.gtx`): metres on nodes, what they are the file does not say. Parameters beside those of every raster reader:
 * `tideSystem`.
 */
export const gtx: ReaderPlugin = {
  kind: "reader",
  id: "gtx",
  recognise: (filename, head) => (/\.gtx$/i.test(filename) ? (parseHeader(head) ? 0.9 : 0.3) : 0),
  open: async (path, raw) => ({ kind: "grid", grid: await open(path, raw) }),
};
