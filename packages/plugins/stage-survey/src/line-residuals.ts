import { median } from "./median.js";

/** Pairs of neighbours that predict a reading; the median of three withstands two bad neighbours in a row. */
const PAIRS = 3;

/**
 * What each reading differs by from what its neighbours along the line predict: the median of the straight lines through the pairs at
 * one, two and three readings before and after; at an end of the line, of those through pairs on the one side. Zero where the field is
 * straight, whatever its slope.
 * @param distance Along the line, metres, ascending. @param values NaN has no residual and predicts nothing.
 * @returns NaN where fewer than two pairs predict.
 */
export function lineResiduals(distance: Float64Array, values: Float64Array): Float64Array {
  const line = (index: number, a: number, b: number): number => {
    const [from, to] = [distance[a] as number, distance[b] as number];
    const [left, right] = [values[a] as number, values[b] as number];
    return to === from ? (left + right) / 2 : left + ((right - left) * ((distance[index] as number) - from)) / (to - from);
  };
  return values.map((value, index) => {
    const predictions: number[] = [];
    for (let k = 1; k <= PAIRS; k++) {
      const pair =
        index - k < 0
          ? ([index + k, index + 2 * k] as const)
          : index + k >= values.length
            ? ([index - 2 * k, index - k] as const)
            : ([index - k, index + k] as const);
      if (pair[0] < 0 || pair[1] >= values.length) continue;
      const predicted = line(index, ...pair);
      if (!Number.isNaN(predicted)) predictions.push(predicted);
    }
    return predictions.length < 2 ? Number.NaN : value - median(predictions);
  });
}
