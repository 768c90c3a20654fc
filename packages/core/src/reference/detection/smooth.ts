import type { Shape } from "../../contracts/kernels.js";

/** Passes of the box; three are a Gaussian to about 3 % of its peak. */
const PASSES = 3;

/**
 * Box of variance `variance` (cells squared): weight 1 up to `radius`, `edge` one cell further, all over `total`.
 * @see Gwosdek et al. (2012), Theoretical foundations of Gaussian convolution by extended box filtering
 */
export function extendedBox(variance: number): { readonly radius: number; readonly edge: number; readonly total: number } {
  const radius = Math.floor((Math.sqrt(1 + 12 * variance) - 1) / 2);
  const width = 2 * radius + 1;
  const edge = (width * ((radius * (radius + 1)) / 3 - variance)) / (2 * (variance - (radius + 1) ** 2));
  return { radius, edge, total: width + 2 * edge };
}

/** One pass of the box along a line; outside of it there is nothing, or what comes round. */
function boxPass(line: Float64Array, box: ReturnType<typeof extendedBox>, wrap: boolean): Float64Array {
  const n = line.length;
  const at = (i: number) => (wrap ? line[((i % n) + n) % n]! : (line[i] ?? 0));
  let sum = 0;
  for (let i = -box.radius; i <= box.radius; i++) sum += at(i);
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    result[i] = (sum + box.edge * (at(i - box.radius - 1) + at(i + box.radius + 1))) / box.total;
    sum += at(i + box.radius + 1) - at(i - box.radius);
  }
  return result;
}

function smoothLine(line: Float64Array, deviation: number, wrap: boolean): Float64Array {
  const box = extendedBox(deviation ** 2 / PASSES);
  let result = line;
  for (let pass = 0; pass < PASSES; pass++) result = boxPass(result, box, wrap);
  return result;
}

/** Standard deviation along a row: stretched as the row is, and on one that comes round never beyond what fits three boxes into it. */
const alongRow = (deviation: number, stretch: number, cols: number, wrap: boolean) =>
  wrap ? Math.min(deviation * stretch, Math.max(cols / 12, 0.25)) : deviation * stretch;

/** Gaussian smoothing of a field in place of which there is nothing outside; rows first, then columns. */
export function smooth(
  field: Float64Array,
  { rows, cols }: Shape,
  deviation: number,
  wrap: boolean,
  columnStretch: Float64Array | undefined,
): Float64Array {
  const result = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    const line = field.subarray(row * cols, (row + 1) * cols);
    result.set(smoothLine(line, alongRow(deviation, columnStretch?.[row] ?? 1, cols, wrap), wrap), row * cols);
  }
  for (let col = 0; col < cols; col++) {
    const line = Float64Array.from({ length: rows }, (_, row) => result[row * cols + col]!);
    smoothLine(line, deviation, false).forEach((value, row) => {
      result[row * cols + col] = value;
    });
  }
  return result;
}
