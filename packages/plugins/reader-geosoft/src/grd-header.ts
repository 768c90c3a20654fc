import { CorruptInputError, UnreadableInputError } from "@geoanomaly/core";

export const HEADER_BYTES = 512;
/** Added to the element size of a compressed grid. */
const COMPRESSED = 1024;
/** Cells along one side; a larger number is damage. */
const MOST_ELEMENTS = 10_000_000;

export type ElementType = "uint8" | "int8" | "uint16" | "int16" | "uint32" | "int32" | "float32" | "float64";

/** What marks no data, by type; floats do so from the number down. */
export const DUMMIES: Readonly<Record<ElementType, number>> = {
  uint8: 255,
  int8: -127,
  uint16: 65_535,
  int16: -32_767,
  uint32: 4_294_967_295,
  int32: -2_147_483_647,
  float32: -1e32,
  float64: -1e32,
};

/** What the first 512 bytes say. */
export interface GrdHeader {
  readonly type: ElementType;
  readonly bytesPerElement: number;
  readonly compressed: boolean;
  /** Elements of a vector, and vectors. */
  readonly elements: number;
  readonly vectors: number;
  /** Vectors run east, the southern one first; else they run north, the western one first. */
  readonly rowOrder: boolean;
  readonly elementStep: number;
  readonly vectorStep: number;
  /** Of the south-western sample. */
  readonly x: number;
  readonly y: number;
  /** `value = raw / multiplier + base`. */
  readonly base: number;
  readonly multiplier: number;
}

const TYPES: Readonly<Record<string, ElementType>> = {
  "1,0": "uint8",
  "1,1": "int8",
  "2,0": "uint16",
  "2,1": "int16",
  "4,0": "uint32",
  "4,1": "int32",
  "4,2": "float32",
  "8,2": "float64",
};

/** Does this look like the beginning of a grid? */
export function looksLikeGrd(head: Uint8Array): boolean {
  if (head.length < HEADER_BYTES) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const [size, sign, elements, vectors, order] = [0, 4, 8, 12, 16].map((at) => view.getInt32(at, true)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const steps = [view.getFloat64(20, true), view.getFloat64(28, true)];
  const sizes = [1, 2, 4, 8].includes(size > COMPRESSED ? size - COMPRESSED : size);
  return (
    sizes &&
    sign >= 0 &&
    sign <= 3 &&
    elements > 0 &&
    vectors > 0 &&
    Math.abs(order) === 1 &&
    steps.every((step) => step > 0 && step < 1e12)
  );
}

/**
 * The header of a Geosoft binary grid, version 2, little-endian.
 * @throws CorruptInputError naming the byte; UnreadableInputError for rotated and colour grids.
 */
export function parseGrdHeader(path: string, bytes: Uint8Array): GrdHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const integer = (at: number, expected: string, fits: (value: number) => boolean): number => {
    const value = view.getInt32(at, true);
    if (!fits(value)) throw new CorruptInputError(path, `byte ${at}`, expected, String(value));
    return value;
  };
  const number = (at: number, expected: string, fits: (value: number) => boolean): number => {
    const value = view.getFloat64(at, true);
    if (!Number.isFinite(value) || !fits(value)) throw new CorruptInputError(path, `byte ${at}`, expected, String(value));
    return value;
  };
  const bare = (size: number) => (size > COMPRESSED ? size - COMPRESSED : size);
  const size = integer(0, "an element size of 1, 2, 4 or 8, plus 1024 if compressed", (value) => [1, 2, 4, 8].includes(bare(value)));
  const sign = integer(4, "a sign flag of 0 to 3", (value) => value >= 0 && value <= 3);
  if (sign === 3) throw new UnreadableInputError(path, "is a grid of colours, not of numbers");
  const type = TYPES[`${bare(size)},${sign}`];
  if (!type) throw new CorruptInputError(path, "byte 4", `a sign flag that goes with ${bare(size)} bytes`, String(sign));
  const count = (value: number) => value > 0 && value <= MOST_ELEMENTS;
  const header: GrdHeader = {
    type,
    bytesPerElement: bare(size),
    compressed: size > COMPRESSED,
    elements: integer(8, `1 to ${MOST_ELEMENTS} elements`, count),
    vectors: integer(12, `1 to ${MOST_ELEMENTS} vectors`, count),
    rowOrder: integer(16, "a storage order of 1 or -1", (value) => Math.abs(value) === 1) === 1,
    elementStep: number(20, "an element spacing above 0", (value) => value > 0),
    vectorStep: number(28, "a vector spacing above 0", (value) => value > 0),
    x: number(36, "the easting of the origin", () => true),
    y: number(44, "the northing of the origin", () => true),
    base: number(60, "a base value", () => true),
    multiplier: number(68, "a multiplier other than 0", (value) => value !== 0),
  };
  const rotation = number(52, "a rotation in degrees", () => true);
  if (rotation !== 0) {
    throw new UnreadableInputError(
      path,
      `is rotated by ${rotation} degrees about its south-western corner; regrid it to the axes of its CRS first`,
    );
  }
  return header;
}
