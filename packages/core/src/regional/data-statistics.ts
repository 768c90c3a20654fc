import type { GridStatistics, KernelRun, Kernels } from "../contracts/kernels.js";
import type { RawData } from "../contracts/raw-data.js";

/** Values with the location taken out, so that single precision does not lose the digits of absolute gravity. */
function centred(values: Float32Array | Float64Array): { readonly offset: number; readonly samples: Float32Array } {
  const offset = values.find((value) => Number.isFinite(value)) ?? 0;
  return { offset, samples: Float32Array.from(values, (value) => value - offset) };
}

/** Statistics of the values of readings, a grid or a model; undefined for what has none. A grid stays open. */
export async function dataStatistics(data: RawData, kernels: Kernels, run: KernelRun): Promise<GridStatistics | undefined> {
  const signal = run.signal ?? new AbortController().signal;
  const values =
    data.kind === "points"
      ? data.points.values
      : data.kind === "model"
        ? data.model.values
        : data.kind === "grid"
          ? await (data.grid.readDouble?.(0, data.grid.rows, signal) ?? data.grid.read(0, data.grid.rows, signal))
          : undefined;
  if (values === undefined) return undefined;
  const { offset, samples } = centred(values);
  const { count, std, mad, ...located } = await kernels.statistics(samples, run);
  const moved = Object.fromEntries(Object.entries(located).map(([key, value]) => [key, value + offset])) as typeof located;
  return { count, std, mad, ...moved };
}
