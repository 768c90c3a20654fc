import { quantiles } from "./quantiles.js";
import type { UnitJump } from "./unit-jumps.js";

/** Steps from row to row that are noise, as a share of the step between two units; a rougher column hides such a step. */
const MOST_ROUGHNESS = 0.1;
/** Part by which a step may miss the ratio of the units beside the roughness, in logarithms: two per cent. */
const SLACK = 0.02;

/**
 * Blocks of rows of a column of positive numbers that begin with a step by the ratio of two units and end with the same step back, in a column
 * that is otherwise smooth from row to row: a line pasted in feet. It sees what the range of the whole column hides.
 * It is certain where the steps are between neighbours on the ground; from line to line an aircraft may have changed its height.
 * @param values In file order; what is not above 0 is passed over.
 */
export function unitBlocks(
  values: Float64Array,
  factors: readonly number[],
  areNeighbours: (row: number, next: number) => boolean,
): UnitJump | undefined {
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if ((values[row] as number) > 0) rows.push(row);
  const logs = Float64Array.from(rows, (row) => Math.log(values[row] as number));
  const steps = Float64Array.from({ length: Math.max(0, logs.length - 1) }, (_, i) => (logs[i + 1] as number) - (logs[i] as number));
  const [roughness = Number.NaN] = quantiles(steps.map(Math.abs), [0.9]);
  for (const factor of factors) {
    const jump = Math.log(factor);
    if (!(roughness <= MOST_ROUGHNESS * jump)) continue;
    const tolerance = SLACK + roughness;
    const [above, below]: [number[], number[]] = [[], []];
    let certain = true;
    let open: { readonly start: number; readonly up: boolean } | undefined;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as number;
      if (Math.abs(Math.abs(step) - jump) > tolerance) continue;
      const up = step > 0;
      certain &&= areNeighbours(rows[i] as number, rows[i + 1] as number);
      if (open && open.up !== up) {
        for (let k = open.start; k <= i; k++) (open.up ? above : below).push(rows[k] as number);
        open = undefined;
      } else {
        open = { start: i + 1, up };
      }
    }
    const [found, size] = above.length >= below.length ? [above, factor] : [below, 1 / factor];
    if (found.length > 0 && 2 * found.length < rows.length) return { rows: found, factor: size, certain };
  }
  return undefined;
}
