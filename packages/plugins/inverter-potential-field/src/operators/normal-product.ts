import type { SensitivityOperator } from "./sensitivity-operator.js";

/** `A' (w * (A x))` from its two halves, for operators that have no single sweep. */
export function normalProduct({ apply, adjoint }: Pick<SensitivityOperator, "apply" | "adjoint">): SensitivityOperator["normal"] {
  return async (x, weights) => {
    const readings = await apply(x);
    for (let i = 0; i < readings.length; i++) readings[i]! *= weights[i]!;
    return adjoint(readings);
  };
}
