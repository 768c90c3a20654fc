/** A GTX grid; rows from the south. */
export function encodeGtx(south: number, west: number, step: number, rows: readonly (readonly number[])[]): Uint8Array {
  const cols = rows[0]?.length ?? 0;
  const bytes = Buffer.alloc(40 + 4 * rows.length * cols);
  [south, west, step, step].forEach((value, index) => {
    bytes.writeDoubleBE(value, 8 * index);
  });
  bytes.writeInt32BE(rows.length, 32);
  bytes.writeInt32BE(cols, 36);
  rows.flat().forEach((value, index) => {
    bytes.writeFloatBE(value, 40 + 4 * index);
  });
  return bytes;
}
