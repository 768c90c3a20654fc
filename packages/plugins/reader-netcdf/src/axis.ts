import { CorruptInputError } from "@geoanomaly/core";
import { type Attributes, type CfVariable, numberAttribute, textAttribute } from "./cf-dataset.js";

/** A regular axis. `first` and `last` are coordinates of samples, in the order of the file. */
export interface Axis {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  /** Positive. */
  readonly step: number;
  readonly descending: boolean;
  /** Does the file say, or do the numbers show, that samples stand for cells between the ends of the axis? */
  readonly area: boolean | undefined;
  /** As the file writes it, e.g. `degrees_east`, `m`; absent if it does not. */
  readonly unit?: string;
}

/** Part of a step by which printed or rounded coordinates may be off. */
const SLACK = 0.01;

/**
 * Reads a coordinate variable and checks that it is regular.
 * @param file Attributes of the file: GMT keeps `node_offset` there.
 * @throws CorruptInputError naming the variable and the index.
 */
export async function readAxis(path: string, variable: CfVariable, file: Attributes): Promise<Axis> {
  const place = `variable ${variable.name}`;
  const count = variable.shape[0] ?? 0;
  if (variable.shape.length !== 1 || count < 2)
    throw new CorruptInputError(path, place, "an axis of at least 2 samples", `shape ${variable.shape.join(" x ")}`);
  const scale = numberAttribute(variable.attributes, "scale_factor") ?? 1;
  const offset = numberAttribute(variable.attributes, "add_offset") ?? 0;
  const values = Float64Array.from(await variable.read(0, count), (value) => value * scale + offset);
  const [first, last] = [values[0] as number, values[count - 1] as number];
  const signed = (last - first) / (count - 1);
  const step = Math.abs(signed);
  if (!(step > 0 && step < Number.POSITIVE_INFINITY))
    throw new CorruptInputError(path, place, "rising or falling numbers", `${first} to ${last}`);
  const uneven = values.findIndex((value, index) => !(Math.abs(value - (first + index * signed)) <= SLACK * step));
  if (uneven >= 0)
    throw new CorruptInputError(path, `${place}, index ${uneven}`, `${first + uneven * signed} (a regular axis)`, `${values[uneven]}`);
  const unit = textAttribute(variable.attributes, "units")?.trim();
  const area = standsForCells(variable.attributes, file, first, last, step);
  return { first, last, count, step, descending: signed < 0, area, ...(unit && { unit }) };
}

/** `actual_range` that ends half a step beyond the samples, or GMT's `node_offset`, says cells. */
function standsForCells(own: Attributes, file: Attributes, first: number, last: number, step: number): boolean | undefined {
  const range = own.actual_range;
  if (typeof range === "object" && range.length === 2) {
    const beyond = Math.abs(Math.abs((range[1] as number) - (range[0] as number)) - Math.abs(last - first)) / step;
    if (Math.abs(beyond - 1) < 2 * SLACK) return true;
    if (beyond < 2 * SLACK) return false;
  }
  const offset = numberAttribute(file, "node_offset");
  return offset === undefined ? undefined : offset === 1;
}
