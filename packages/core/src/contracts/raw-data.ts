import type { AnomalyTable } from "./anomaly.js";
import type { Coefficients } from "./coefficients.js";
import type { GridSource } from "./grid.js";
import type { TensorMesh } from "./mesh.js";
import type { Model } from "./model.js";
import type { PointSet } from "./points.js";

/** What a source holds, as it holds it, or what a stage made of it. */
export type RawData =
  | { readonly kind: "grid"; readonly grid: GridSource }
  | { readonly kind: "points"; readonly points: PointSet }
  | { readonly kind: "coefficients"; readonly coefficients: Coefficients }
  | { readonly kind: "mesh"; readonly mesh: TensorMesh }
  | { readonly kind: "model"; readonly model: Model }
  | { readonly kind: "anomalies"; readonly anomalies: AnomalyTable };
