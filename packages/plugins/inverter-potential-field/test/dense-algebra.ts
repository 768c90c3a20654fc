/** Symmetric positive definite systems by elimination, for what iterative methods must agree with. Row-major. */
export function inverse(matrix: Float64Array, n: number): Float64Array {
  const a = matrix.slice();
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out[i * n + i] = 1;
  for (let pivot = 0; pivot < n; pivot++) {
    const scale = 1 / a[pivot * n + pivot]!;
    for (let c = 0; c < n; c++) {
      a[pivot * n + c]! *= scale;
      out[pivot * n + c]! *= scale;
    }
    for (let r = 0; r < n; r++) {
      const factor = a[r * n + pivot]!;
      if (r === pivot || factor === 0) continue;
      for (let c = 0; c < n; c++) {
        a[r * n + c]! -= factor * a[pivot * n + c]!;
        out[r * n + c]! -= factor * out[pivot * n + c]!;
      }
    }
  }
  return out;
}

export function times(matrix: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  return Float64Array.from({ length: matrix.length / n }, (_, r) => {
    let sum = 0;
    for (let c = 0; c < n; c++) sum += matrix[r * n + c]! * x[c]!;
    return sum;
  });
}

/** The matrix of a linear map, column by column. */
export async function matrixOf(n: number, map: (x: Float64Array) => Float64Array | Promise<Float64Array>): Promise<Float64Array> {
  const columns: Float64Array[] = [];
  for (let c = 0; c < n; c++) {
    const unit = new Float64Array(n);
    unit[c] = 1;
    columns.push(await map(unit));
  }
  const rows = columns[0]!.length;
  return Float64Array.from({ length: rows * n }, (_, i) => columns[i % n]![Math.floor(i / n)]!);
}

/** Largest difference relative to the largest value of the second. */
export function relativeDifference(a: Float64Array, b: Float64Array): number {
  let [difference, largest] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
    largest = Math.max(largest, Math.abs(b[i]!));
  }
  return difference / largest;
}
