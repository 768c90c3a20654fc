import {
  type GridGeometry,
  GridMismatchError,
  type GridSource,
  InvalidParameterError,
  type PluginContext,
  type RawData,
} from "@geoanomaly/core";

/** A layer of a stack, wholly read. */
export interface StackLayer {
  readonly name: string;
  readonly grid: GridSource;
  readonly values: Float32Array;
  /** One standard deviation, where the layer has it. */
  readonly uncertainty?: Float32Array;
}

const SLACK = 1e-6;

const describeCells = ({ rows, cols, transform: [a, , west, , e, north], crs }: GridGeometry) =>
  `${rows} x ${cols} cells of ${a} x ${-e} from ${west}, ${north} in ${crs}`;

function sameCells(a: GridGeometry, b: GridGeometry): boolean {
  return (
    a.rows === b.rows &&
    a.cols === b.cols &&
    a.crs === b.crs &&
    a.registration === b.registration &&
    a.transform.every((value, k) => Math.abs(value - (b.transform[k] as number)) <= SLACK * Math.abs(a.transform[0]))
  );
}

async function layerOf(name: string, grid: GridSource, { signal }: PluginContext): Promise<StackLayer> {
  const values = await grid.read(0, grid.rows, signal);
  const uncertainty = await grid.readUncertainty?.(0, grid.rows, signal);
  return { name, grid, values, ...(uncertainty && { uncertainty }) };
}

/**
 * The stage's own grid, under the name `first`, then all inputs in alphabetical order, so that the order of a configuration has no say.
 * @throws GridMismatchError for an input that is no grid or has other cells; InvalidParameterError for more than 8 layers.
 */
export async function layerStack(owner: string, data: RawData, first: string, context: PluginContext): Promise<StackLayer[]> {
  if (data.kind !== "grid") throw new GridMismatchError(`a grid as input of ${owner}`, data.kind);
  const inputs = Object.entries(context.inputs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (inputs.length > 7) throw new InvalidParameterError(owner, "inputs", "at most 7 further layers", `${inputs.length}`);
  const layers = [await layerOf(first, data.grid, context)];
  for (const [name, input] of inputs) {
    if (input.kind !== "grid") throw new GridMismatchError(`input ${name} of ${owner} to be a grid`, input.kind);
    if (!sameCells(input.grid, data.grid))
      throw new GridMismatchError(
        `input ${name} of ${owner} on the cells of the first layer, ${describeCells(data.grid)}`,
        describeCells(input.grid),
      );
    if (name === first) throw new InvalidParameterError(owner, "name", `a name that no input has`, name);
    layers.push(await layerOf(name, input.grid, context));
  }
  return layers;
}
