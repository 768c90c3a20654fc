import { cellCentres, type TensorMesh } from "@geoanomaly/core";

/** Sum and centre of mass of a model on cells of equal volume; metres, upward. */
export function massOf(
  mesh: TensorMesh,
  values: Float64Array,
): { readonly sum: number; readonly centroid: readonly [number, number, number] } {
  const { easting, northing, upward } = cellCentres(mesh);
  let [sum, e, n, u, cell] = [0, 0, 0, 0, 0];
  for (const height of upward) {
    for (const north of northing) {
      for (const east of easting) {
        const value = values[cell++]!;
        sum += value;
        e += value * east;
        n += value * north;
        u += value * height;
      }
    }
  }
  return { sum, centroid: [e / sum, n / sum, u / sum] };
}

/** Root of the sum of squared differences, relative to that of the truth. */
export function relativeError(values: Float64Array, truth: Float64Array): number {
  let [difference, size] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    difference += (values[i]! - truth[i]!) ** 2;
    size += truth[i]! ** 2;
  }
  return Math.sqrt(difference / size);
}

/** Pearson's coefficient. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - meanA) * (b[i]! - meanB);
    aa += (a[i]! - meanA) ** 2;
    bb += (b[i]! - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
