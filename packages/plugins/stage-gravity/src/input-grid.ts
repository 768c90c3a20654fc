import { type Functional, type Grid, GridMismatchError, headerOf, InvalidParameterError, type PluginContext } from "@geoanomaly/core";

/** A grid that the configuration gives to a stage. @throws InvalidParameterError if it does not, GridMismatchError for another quantity */
export async function inputGrid(owner: string, name: string, functional: Functional, context: PluginContext): Promise<Grid> {
  const data = context.inputs?.[name];
  if (data === undefined)
    throw new InvalidParameterError(owner, `inputs.${name}`, `the name of a survey or layer of ${functional}`, "nothing");
  if (data.kind !== "grid") throw new GridMismatchError(`a grid as input ${name} of ${owner}`, data.kind);
  const { quantity } = data.grid;
  if (quantity.functional !== functional || quantity.unit !== "m")
    throw new GridMismatchError(`${functional} in m as input ${name} of ${owner}`, `${quantity.functional} in ${quantity.unit}`);
  return { ...headerOf(data.grid), values: await data.grid.read(0, data.grid.rows, context.signal) };
}
