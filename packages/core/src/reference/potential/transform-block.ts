import type { CompressedOperator } from "../../contracts/potential-kernels.js";

/** Multiplies the lines of a block along each of its axes with an orthonormal matrix (or its transpose, the inverse), in place. */
export function transformBlock(
  values: Float64Array,
  { easting, northing, layers }: CompressedOperator["shape"],
  bases: CompressedOperator["bases"],
  direction: "forward" | "inverse",
): void {
  along(values, bases.easting, easting, 1, direction);
  along(values, bases.northing, northing, easting, direction);
  along(values, bases.layers, layers, easting * northing, direction);
}

function along(values: Float64Array, basis: Float64Array, count: number, stride: number, direction: "forward" | "inverse"): void {
  const [row, column] = direction === "forward" ? [count, 1] : [1, count];
  for (let start = 0; start < values.length; start++) {
    if (Math.floor(start / stride) % count !== 0) continue; // not the first element of a line
    const line = Float64Array.from({ length: count }, (_, i) => values[start + i * stride] ?? 0);
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += (basis[k * row + i * column] ?? 0) * (line[i] ?? 0);
      values[start + k * stride] = sum;
    }
  }
}
