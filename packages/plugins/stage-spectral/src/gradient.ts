import type { SpectralCall } from "./spectral-stage.js";

/** The three first derivatives of a field: towards east, towards north and down. */
export interface Gradient {
  readonly east: Float32Array;
  readonly north: Float32Array;
  readonly down: Float32Array;
}

export async function gradient({ filter }: SpectralCall): Promise<Gradient> {
  const along = (direction: keyof Gradient) => filter({ kind: "derivative", direction, order: 1 });
  return { east: await along("east"), north: await along("north"), down: await along("down") };
}
