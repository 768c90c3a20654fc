/** What the information weight of a layer is made of. */
export interface LayerInformation {
  /** Standard deviation of the layer beyond its noise, unit of the layer. */
  readonly signal: number;
  /** Standard deviation of its noise, same unit. */
  readonly noise: number;
  /** Effective resolution, any length, the same for all layers. */
  readonly resolution: number;
}

export interface InformationWeight {
  /** (signal / noise)^2 / resolution. */
  readonly information: number;
  /** Its share of all layers. */
  readonly weight: number;
  /** Change of the weight per relative change of each parameter: dw / d ln(parameter). */
  readonly sensitivity: { readonly signal: number; readonly noise: number; readonly resolution: number };
}

/**
 * Weights by information: I = (signal / noise)^2 / resolution, w = I / sum I. For a relative change of a parameter p with I ~ p^n the
 * weight changes by n w (1 - w): n is 2 for the signal, -2 for the noise, -1 for the resolution.
 */
export function informationWeights(layers: readonly LayerInformation[]): InformationWeight[] {
  const information = layers.map(({ signal, noise, resolution }) => (signal / noise) ** 2 / resolution);
  const total = information.reduce((sum, value) => sum + value, 0);
  return information.map((value) => {
    const weight = total > 0 ? value / total : 1 / layers.length;
    const change = weight * (1 - weight);
    return { information: value, weight, sensitivity: { signal: 2 * change, noise: -2 * change, resolution: -change } };
  });
}
