import type { PropertyProblem } from "../setup/property-problem.js";
import type { Quadratic } from "./quadratic.js";

/** `G'WG + beta R` of one property. */
export function propertyQuadratic(problem: PropertyProblem, beta: number): Quadratic {
  const { unknowns, operator, weights, norm, dataDiagonal } = problem;
  const diagonal = norm.diagonal();
  for (let i = 0; i < unknowns; i++) {
    diagonal[i] = dataDiagonal[i]! + beta * diagonal[i]!;
    // A cell that neither the data nor the norm know of stays where it is.
    if (!(diagonal[i]! > 0)) diagonal[i] = 1;
  }
  return {
    unknowns,
    diagonal,
    dataProduct: (x) => operator.normal(x, weights),
    modelProduct: (x) => {
      const product = new Float64Array(unknowns);
      norm.addProduct(x, beta, product);
      return product;
    },
  };
}

/** Half the gradient of chi-squared plus beta times the model norm: `G'W(G m - d) + beta (R (m - m_ref))`. */
export function propertyGradient(problem: PropertyProblem, model: Float64Array, dataProduct: Float64Array, beta: number): Float64Array {
  const gradient = new Float64Array(problem.unknowns);
  for (let i = 0; i < gradient.length; i++) gradient[i] = dataProduct[i]! - problem.dataGradient[i]!;
  problem.norm.addGradient(model, problem.reference, beta, gradient);
  return gradient;
}

/** chi-squared per reading, from `G'WG m`: `m'G'WGm - 2 m'G'Wd + d'Wd`. Rounding leaves 1e-16 of `d'Wd`. */
export function misfitOf(problem: PropertyProblem, model: Float64Array, dataProduct: Float64Array): number {
  let sum = problem.dataNorm;
  for (let i = 0; i < model.length; i++) sum += model[i]! * (dataProduct[i]! - 2 * problem.dataGradient[i]!);
  return Math.max(sum, 0) / problem.readings;
}
