import { dot } from "../optimisation/vectors.js";
import type { PropertyProblem } from "../setup/property-problem.js";

/**
 * Where the search for the trade-off parameter begins: where data and model norm weigh the same along the direction in which the data
 * pull first, `v'G'WGv / v'Rv` with v the preconditioned gradient.
 */
export async function initialBeta({ operator, weights, norm, dataGradient }: PropertyProblem): Promise<number> {
  const diagonal = norm.diagonal();
  const direction = dataGradient.map((value, i) => (diagonal[i]! > 0 ? value / diagonal[i]! : 0));
  const product = new Float64Array(direction.length);
  norm.addProduct(direction, 1, product);
  const stiffness = dot(direction, product);
  const sight = dot(direction, await operator.normal(direction, weights));
  return stiffness > 0 && sight > 0 ? sight / stiffness : 1;
}
