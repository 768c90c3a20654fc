import { deflateSync } from "node:zlib";

export interface GeosoftSpec {
  readonly x: number;
  readonly y: number;
  readonly step: readonly [number, number];
  /** Rows from the south, each from the west. */
  readonly rows: readonly (readonly number[])[];
  readonly type?: "int16" | "float32" | "float64";
  readonly columnOrder?: boolean;
  readonly compressed?: boolean;
  readonly base?: number;
  readonly multiplier?: number;
  readonly rotation?: number;
}

const SIZES = { int16: 2, float32: 4, float64: 8 } as const;

/** A Geosoft grid, version 2, of raw numbers; compressed ones have two vectors in a block. */
export function encodeGeosoft({
  x,
  y,
  step,
  rows,
  type = "float32",
  columnOrder = false,
  compressed = false,
  base = 0,
  multiplier = 1,
  rotation = 0,
}: GeosoftSpec): Uint8Array {
  const cols = (rows[0] ?? []).length;
  const vectors = columnOrder ? Array.from({ length: cols }, (_, col) => rows.map((row) => row[col] as number)) : rows;
  const size = SIZES[type];
  const head = Buffer.alloc(512);
  const elements = (vectors[0] ?? []).length;
  [compressed ? 1024 + size : size, type === "int16" ? 1 : 2, elements, vectors.length, columnOrder ? -1 : 1].forEach(
    (value, i) => void head.writeInt32LE(value, 4 * i),
  );
  const [stepE, stepV] = columnOrder ? [step[1], step[0]] : step;
  [stepE, stepV, x, y, rotation, base, multiplier].forEach((value, i) => void head.writeDoubleLE(value, 20 + 8 * i));
  const bytes = vectors.map((vector) => {
    const out = Buffer.alloc(size * vector.length);
    vector.forEach((value, i) => {
      if (type === "int16") out.writeInt16LE(value, 2 * i);
      else if (type === "float32") out.writeFloatLE(value, 4 * i);
      else out.writeDoubleLE(value, 8 * i);
    });
    return out;
  });
  if (!compressed) return Buffer.concat([head, ...bytes]);
  const count = Math.ceil(vectors.length / 2);
  const blocks = Array.from({ length: count }, (_, i) =>
    Buffer.concat([Buffer.alloc(16), deflateSync(Buffer.concat(bytes.slice(2 * i, 2 * i + 2)))]),
  );
  const table = Buffer.alloc(16 + 12 * count);
  [0, 2, count, 2].forEach((value, i) => void table.writeInt32LE(value, 4 * i));
  let offset = 512 + table.length;
  blocks.forEach((block, i) => {
    table.writeBigInt64LE(BigInt(offset), 16 + 8 * i);
    table.writeInt32LE(block.length, 16 + 8 * count + 4 * i);
    offset += block.length;
  });
  return Buffer.concat([head, table, ...blocks]);
}
