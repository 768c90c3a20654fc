import type { Functional } from "@geoanomaly/core";

export type Modality = "gravity" | "magnetic";

const GRAVITY: readonly Functional[] = [
  "gravity",
  "gravity-disturbance",
  "free-air-anomaly",
  "bouguer-anomaly",
  "complete-bouguer-anomaly",
  "isostatic-anomaly",
  "gravity-residual",
];
const MAGNETIC: readonly Functional[] = [
  "total-field",
  "total-field-anomaly",
  "magnetic-residual",
  "reduced-to-pole",
  "pseudo-gravity",
  "total-gradient",
];
const GRAVITY_NAME = /grav|boug|free-?air|isostat/i;
const MAGNETIC_NAME = /mag|tmi|rtp|total-?field/i;

/** What a layer tells of: by its quantity, or by its name where the quantity is a score. `undefined` for a topography and the like. */
export function modalityOf(name: string, functional: Functional): Modality | undefined {
  if (GRAVITY.includes(functional)) return "gravity";
  if (MAGNETIC.includes(functional)) return "magnetic";
  if (functional !== "robust-z" && functional !== "anomaly-score") return undefined;
  return MAGNETIC_NAME.test(name) ? "magnetic" : GRAVITY_NAME.test(name) ? "gravity" : undefined;
}
