import type { PlaneGrid, PluginContext } from "@geoanomaly/core";

/** First derivatives of a field, per metre, towards east, north and down; NaN where the field is. */
export interface FieldGradient {
  readonly east: Float32Array;
  readonly north: Float32Array;
  readonly down: Float32Array;
}

/** Input, three derivatives and the working copies of a transform, bytes for each sample. */
export const GRADIENT_BYTES_PER_SAMPLE = 80;

export async function fieldGradient(
  { values, shape, spacing }: PlaneGrid,
  { kernels, signal, threads }: PluginContext,
): Promise<FieldGradient> {
  const along = async (direction: keyof FieldGradient) =>
    (await kernels.spectral.filter(values, shape, spacing, [{ kind: "derivative", direction, order: 1 }], { signal, threads })).values;
  return { east: await along("east"), north: await along("north"), down: await along("down") };
}

/** Size of the gradient at a sample: horizontal, or in three dimensions. */
export const horizontalSize = ({ east, north }: FieldGradient, i: number): number => Math.sqrt(east[i]! ** 2 + north[i]! ** 2);
export const totalSize = ({ east, north, down }: FieldGradient, i: number): number =>
  Math.sqrt(east[i]! ** 2 + north[i]! ** 2 + down[i]! ** 2);

/** The value that a part `fraction` of the finite ones lies below; 0 if there are none. */
export function quantile(values: Float64Array, fraction: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return sorted[Math.min(Math.floor(fraction * sorted.length), sorted.length - 1)] ?? 0;
}
