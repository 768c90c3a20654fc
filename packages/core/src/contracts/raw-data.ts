import type { Coefficients } from "./coefficients.js";
import type { GridSource } from "./grid.js";
import type { PointSet } from "./points.js";

/** What a source holds, as it holds it. */
export type RawData =
  | { readonly kind: "grid"; readonly grid: GridSource }
  | { readonly kind: "points"; readonly points: PointSet }
  | { readonly kind: "coefficients"; readonly coefficients: Coefficients };
