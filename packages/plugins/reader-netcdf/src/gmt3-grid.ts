import { CorruptInputError } from "@geoanomaly/core";
import type { Axis } from "./axis.js";
import { type CfDataset, type CfVariable, numberAttribute } from "./cf-dataset.js";

/** A grid of GMT 3 and 4: one line of samples, its place in four small variables, the north row first. */
export interface Gmt3Grid {
  readonly values: CfVariable;
  readonly latitude: Axis;
  readonly longitude: Axis;
}

/** @returns `undefined` for any other file. @throws CorruptInputError if the four variables contradict each other. */
export async function gmt3Grid(path: string, { variables }: CfDataset): Promise<Gmt3Grid | undefined> {
  const find = (name: string, length?: number) =>
    variables.find(({ name: own, shape }) => own === name && shape.length === 1 && (length === undefined || shape[0] === length));
  const [x, y, size, values] = [find("x_range", 2), find("y_range", 2), find("dimension", 2), find("z")];
  if (!x || !y || !size || !values) return undefined;
  const [west, east] = (await x.read(0, 2)) as unknown as [number, number];
  const [south, north] = (await y.read(0, 2)) as unknown as [number, number];
  const [cols, rows] = (await size.read(0, 2)) as unknown as [number, number];
  if (!(cols > 1 && rows > 1 && rows * cols === values.shape[0] && east > west && north > south)) {
    throw new CorruptInputError(
      path,
      "variable dimension",
      `columns times rows = ${values.shape[0]}, and ascending ranges`,
      `${cols} x ${rows}`,
    );
  }
  const area = numberAttribute(values.attributes, "node_offset") === 1;
  const axis = (low: number, high: number, count: number, descending: boolean): Axis => {
    const step = (high - low) / (area ? count : count - 1);
    const [first, last] = area ? [low + step / 2, high - step / 2] : [low, high];
    return { first: descending ? last : first, last: descending ? first : last, count, step, descending, area };
  };
  return { values, latitude: axis(south, north, rows, true), longitude: axis(west, east, cols, false) };
}
