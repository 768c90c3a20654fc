import { addScaled } from "../optimisation/vectors.js";
import type { SensitivityOperator } from "./sensitivity-operator.js";

/** Operators of the same unknowns one below the other. */
export function stackedOperator(operators: readonly SensitivityOperator[]): SensitivityOperator {
  const [only] = operators;
  if (operators.length === 1 && only !== undefined) return only;
  const rows = operators.reduce((sum, operator) => sum + operator.rows, 0);
  const cols = only?.cols ?? 0;
  /** Sum over the operators of what each makes of its own rows. */
  const summed = async (values: Float64Array, each: (operator: SensitivityOperator, part: Float64Array) => Promise<Float64Array>) => {
    const sum = new Float64Array(cols);
    let first = 0;
    for (const operator of operators) {
      addScaled(sum, 1, await each(operator, values.subarray(first, first + operator.rows)));
      first += operator.rows;
    }
    return sum;
  };
  return {
    rows,
    cols,
    apply: async (x) => {
      const readings = new Float64Array(rows);
      let first = 0;
      for (const operator of operators) {
        readings.set(await operator.apply(x), first);
        first += operator.rows;
      }
      return readings;
    },
    adjoint: (y) => summed(y, (operator, part) => operator.adjoint(part)),
    normal: (x, weights) => summed(weights, (operator, part) => operator.normal(x, part)),
    columnSquares: (weights) => summed(weights, (operator, part) => operator.columnSquares(part)),
  };
}
