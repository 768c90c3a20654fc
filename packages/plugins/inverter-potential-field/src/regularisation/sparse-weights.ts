/**
 * Weights that make a sum of squares stand for a sum of p-th powers near the present values:
 * `r_i = scale * (f_i^2 + epsilon^2)^(p/2 - 1)`, iteratively reweighted least squares.
 *
 * `scale` makes the steepest gradient `|r f|` that a term of this exponent can have equal that of the quadratic term of the largest value,
 * so that terms of different exponents keep their balance; the idea is of Fournier and Oldenburg (2019), Geophysical Journal International
 * 218, 268-282. For p < 1 the gradient `f (f^2 + epsilon^2)^(p/2 - 1)` is steepest at `f = epsilon / sqrt(1 - p)`, else at the largest value.
 * @returns One per value; all 1 for p = 2 or where all values are zero.
 */
export function sparseWeights(values: Float64Array, p: number, epsilon: number): Float64Array {
  const weights = new Float64Array(values.length).fill(1);
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (p === 2 || largest === 0) return weights;
  const steepest = p < 1 ? Math.min(largest, epsilon / Math.sqrt(1 - p)) : largest;
  const exponent = p / 2 - 1;
  const scale = largest / (steepest * (steepest * steepest + epsilon * epsilon) ** exponent);
  for (let i = 0; i < values.length; i++) weights[i] = scale * (values[i]! * values[i]! + epsilon * epsilon) ** exponent;
  return weights;
}
