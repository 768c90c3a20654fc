import { type GridGeometry, GridMismatchError, type GridSource, type PluginContext, type Quantity } from "@geoanomaly/core";
import { type Modality, modalityOf } from "./body/modality.js";

/** A grid beside the one that is searched, on the same cells. */
export interface Layer {
  readonly name: string;
  readonly quantity: Quantity;
  readonly modality: Modality | undefined;
  readonly values: Float32Array;
}

const SLACK = 1e-6;

/** Do two grids have the same cells? */
export function sameCells(a: GridGeometry, b: GridGeometry): boolean {
  const step = Math.abs(a.transform[0]);
  return (
    a.rows === b.rows &&
    a.cols === b.cols &&
    a.crs === b.crs &&
    a.registration === b.registration &&
    a.transform.every((value, k) => Math.abs(value - (b.transform[k] as number)) <= SLACK * step)
  );
}

export const describeCells = ({ rows, cols, transform: [a, , west, , e, north], crs }: GridGeometry) =>
  `${rows} x ${cols} cells of ${a} x ${-e} from ${west}, ${north} in ${crs}`;

/** Samples of a grid, means of blocks of `factor` x `factor` cells. */
export async function samplesOf(grid: GridSource, factor: number, context: PluginContext): Promise<Float32Array> {
  const values = await grid.read(0, grid.rows, context.signal);
  if (factor === 1) return values;
  return context.kernels.overview(values, grid, factor, { signal: context.signal, threads: context.threads });
}

/** All grids among the inputs. @throws GridMismatchError naming the input whose cells differ. */
export async function inputLayers(owner: string, geometry: GridGeometry, factor: number, context: PluginContext): Promise<Layer[]> {
  const layers: Layer[] = [];
  for (const [name, data] of Object.entries(context.inputs ?? {})) {
    if (data.kind !== "grid") continue;
    const { grid } = data;
    if (!sameCells(grid, geometry))
      throw new GridMismatchError(`input ${name} of ${owner} on the cells of the layer, ${describeCells(geometry)}`, describeCells(grid));
    layers.push({
      name,
      quantity: grid.quantity,
      modality: modalityOf(name, grid.quantity.functional),
      values: await samplesOf(grid, factor, context),
    });
  }
  return layers;
}
