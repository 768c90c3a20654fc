import type { Coefficients, ReferenceEllipsoid } from "@geoanomaly/core";

/** How the addon takes a model and the degrees of it that count. */
export interface AddonModel {
  readonly magnetic: boolean;
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
  readonly firstDegree: number;
  readonly lastDegree: number;
  readonly referenceRadius: number;
  readonly gravitationalConstant: number;
}

/** The surface of constant height above an ellipsoid. */
export interface AddonSurface extends ReferenceEllipsoid {
  readonly height: number;
}

export function addonModel(model: Coefficients, { first, last }: { readonly first: number; readonly last: number }): AddonModel {
  return {
    magnetic: model.field === "magnetic",
    cosine: model.cosine,
    sine: model.sine,
    firstDegree: first,
    lastDegree: last,
    referenceRadius: model.referenceRadius,
    gravitationalConstant: model.field === "gravity" ? model.gravitationalConstant : 0,
  };
}
