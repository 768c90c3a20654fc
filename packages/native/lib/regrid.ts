import type { GridGeometry, Kernels } from "@geoanomaly/core";
import { checkRegrid } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "./run.js";

/** A north-up grid as `src/binding/grid_regrid.cc` reads it. */
interface Frame {
  readonly rows: number;
  readonly cols: number;
  readonly west: number;
  readonly columnStep: number;
  readonly north: number;
  readonly rowStep: number;
}

declare module "./addon.js" {
  interface Addon {
    /** @param geographic 1 for degrees. @param method 0 average, 1 bilinear. */
    regrid(
      values: Float32Array,
      source: Frame,
      target: Frame,
      geographic: 0 | 1,
      method: 0 | 1,
      out: Float32Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

const frame = ({ rows, cols, transform: [columnStep, , west, , rowStep, north] }: GridGeometry): Frame => ({
  rows,
  cols,
  west,
  columnStep,
  north,
  rowStep,
});

export const regrid =
  (host: KernelHost): Kernels["regrid"] =>
  async (source, target, options) => {
    checkRegrid(source, target, options.out);
    const out = options.out ?? new Float32Array(target.rows * target.cols);
    const geographic = target.crs === "EPSG:4326" ? 1 : 0;
    const method = options.method === "average" ? 0 : 1;
    await run(host, options, (job) =>
      host.addon.regrid(source.values, frame(source.geometry), frame(target), geographic, method, out, job),
    );
    return out;
  };
