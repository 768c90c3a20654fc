import { type Functional, GridMismatchError, type Quantity } from "@geoanomaly/core";

const PRIMARY: Readonly<Partial<Record<Functional, "gravity-residual" | "magnetic-residual">>> = {
  gravity: "gravity-residual",
  "gravity-disturbance": "gravity-residual",
  "free-air-anomaly": "gravity-residual",
  "bouguer-anomaly": "gravity-residual",
  "complete-bouguer-anomaly": "gravity-residual",
  "isostatic-anomaly": "gravity-residual",
  "total-field": "magnetic-residual",
  "total-field-anomaly": "magnetic-residual",
};

/** What a field is without its regional. Reduced, transformed and other quantities stay what they are. */
export function residualOf({ functional, unit }: Quantity): Quantity {
  return { functional: PRIMARY[functional] ?? functional, unit };
}

/**
 * What a spatial derivative of a field is. GAM has units of first derivatives only: a higher one is `unknown`, its unit is reported.
 * @throws GridMismatchError unless the field is in mGal or nT (a first derivative in mGal/m or nT/m may be derived again).
 */
export function gradientOf(stage: string, { unit }: Quantity, order = 1): { readonly quantity: Quantity; readonly unit: string } {
  const [base, already] = /^(mGal|nT)(\/m)?$/.exec(unit)?.slice(1) ?? [];
  if (base === undefined) throw new GridMismatchError(`a field in mGal or nT as input of ${stage}`, unit);
  const total = order + (already === undefined ? 0 : 1);
  if (total > 1) return { quantity: { functional: "unknown", unit: "1" }, unit: `${base}/m${total}` };
  return base === "mGal"
    ? { quantity: { functional: "gravity-gradient", unit: "mGal/m" }, unit: "mGal/m" }
    : { quantity: { functional: "magnetic-gradient", unit: "nT/m" }, unit: "nT/m" };
}

/** @throws GridMismatchError unless the grid is a total-field anomaly in nT that still shows the direction of the main field. */
export function checkTotalFieldAnomaly(stage: string, { functional, unit }: Quantity): void {
  if (unit === "nT" && ["total-field-anomaly", "magnetic-residual", "unknown"].includes(functional)) return;
  const hint = functional === "total-field" ? "; take the main field off first (stage main-field-removal)" : "";
  throw new GridMismatchError(`a total-field anomaly in nT as input of ${stage}`, `${functional} in ${unit}${hint}`);
}
