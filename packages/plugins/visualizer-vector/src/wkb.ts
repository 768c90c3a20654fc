import type { Shape } from "./feature-table.js";

const LITTLE_ENDIAN = 1;
const TYPES = { Point: 1, Polygon: 3 } as const;

/** Well-known binary (ISO), little-endian, two dimensions. */
export function wkb(shape: Shape): Buffer {
  const rings = shape.type === "Point" ? [] : shape.rings;
  const size = shape.type === "Point" ? 21 : 9 + rings.reduce((sum, ring) => sum + 4 + 16 * ring.length, 0);
  const bytes = Buffer.alloc(size);
  let at = bytes.writeUInt8(LITTLE_ENDIAN, 0);
  at = bytes.writeUInt32LE(TYPES[shape.type], at);
  if (shape.type === "Point") {
    for (const coordinate of shape.place) at = bytes.writeDoubleLE(coordinate, at);
    return bytes;
  }
  at = bytes.writeUInt32LE(rings.length, at);
  for (const ring of rings) {
    at = bytes.writeUInt32LE(ring.length, at);
    for (const place of ring) for (const coordinate of place) at = bytes.writeDoubleLE(coordinate, at);
  }
  return bytes;
}
