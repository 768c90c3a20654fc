/** Ratio of the smallest to the largest weight that is kept: cells that no reading sees must not become free of charge. */
const SMALLEST = 1e-8;

function normalised(weights: Float64Array): Float64Array {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, weight);
  return weights.map((weight) => Math.max(weight / largest, SMALLEST));
}

/**
 * Squared weights from how strongly the readings see each cell: `w_j^2 = (sqrt(sum_i (G_ij / sd_i)^2) / v_j)^power`, largest 1. They fall
 * off as the field of a cell does, sideways and above topography as well as downwards.
 * @param columnSquares `sum_i (G_ij / sd_i)^2`; the components of a vector one after the other, which are summed.
 */
export function sensitivityWeights(columnSquares: Float64Array, volumes: Float64Array, power: number): Float64Array {
  const squares = new Float64Array(volumes.length);
  for (let i = 0; i < columnSquares.length; i++) squares[i % volumes.length]! += columnSquares[i]!;
  return normalised(squares.map((sum, i) => (Math.sqrt(sum) / volumes[i]!) ** power));
}

/**
 * Squared weights `(z + z0)^-exponent`, largest 1: the decay of the field with depth z below the ground, z0 being the height of the
 * readings above it. Form of Li and Oldenburg (1996), Geophysics 61, 394-408, whose w(z) is the root.
 */
export function depthWeights(depths: Float64Array, clearance: number, exponent: number): Float64Array {
  return normalised(depths.map((depth) => (depth + clearance) ** -exponent));
}
