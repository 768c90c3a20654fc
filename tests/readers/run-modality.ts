import type { GridGeometry, GridSource, Kernels, ModalityPlugin, RawData, SourceFile, SourceRequest, StagePlugin } from "@geoanomaly/core";
import { type TestContext, testContext } from "@geoanomaly/core/testing";
import { geoidToCoefficients, reduceNormalGravity, synthesiseGravity } from "@geoanomaly/plugin-modality-gravity";
import { synthesiseTotalField } from "@geoanomaly/plugin-modality-magnetic";
import { emag2Csv } from "@geoanomaly/plugin-reader-emag2";
import { geotiff } from "@geoanomaly/plugin-reader-geotiff";
import { gtx } from "@geoanomaly/plugin-reader-gtx";
import { egm96, gfc, icgemGrid } from "@geoanomaly/plugin-reader-icgem";
import { cof, magneticArchive, shc } from "@geoanomaly/plugin-reader-magnetic-model";
import { netcdf } from "@geoanomaly/plugin-reader-netcdf";
import { outliers, qualityControl, regrid, units } from "@geoanomaly/plugin-stage-grid";

/** Every reader of the workspace that needs no other program. */
export const readers = [cof, egm96, emag2Csv, geotiff, gfc, gtx, icgemGrid, magneticArchive, netcdf, shc];

const stages: readonly StagePlugin[] = [
  geoidToCoefficients,
  outliers,
  qualityControl,
  reduceNormalGravity,
  regrid,
  synthesiseGravity,
  synthesiseTotalField,
  units,
];

export interface Layer {
  readonly grid: GridSource;
  readonly values: Float32Array;
  readonly context: TestContext;
}

/** A local file without a record of its own. */
export const sourceFile = (path: string): SourceFile => ({
  path,
  record: { source_url: "", filename: path, sha256: "", size_bytes: 0, acquired_at_iso: "", license: "", citation: "" },
});

/** What a run does with a modality before its layer is normalised: fetch, then its default stages. */
export async function runModality(
  plugin: ModalityPlugin,
  request: SourceRequest,
  files: readonly SourceFile[],
  options: { readonly kernels?: Kernels; readonly target?: GridGeometry },
): Promise<Layer> {
  const context = await testContext({ readers, threads: 2, ...options });
  let data: RawData = await plugin.fetch(request, files, context);
  for (const { stage, parameters = {} } of plugin.defaultStages(request)) {
    const found = stages.find(({ id }) => id === stage);
    if (!found) throw new Error(`stage ${stage} is not there`);
    data = await found.run(data, parameters, context);
  }
  if (data.kind !== "grid") throw new Error(`expected a grid, found ${data.kind}`);
  const { grid } = data;
  const values = new Float32Array(grid.rows * grid.cols);
  const band = Math.ceil(grid.rows / 18);
  for (let row = 0; row < grid.rows; row += band) {
    const count = Math.min(band, grid.rows - row);
    values.set(await grid.read(row, count, context.signal), row * grid.cols);
  }
  await grid.close();
  return { grid, values, context };
}

/** Count, extremes, mean and population standard deviation of the finite samples, optionally of a difference. */
export function summary(values: ArrayLike<number>, minus?: ArrayLike<number>) {
  let [count, sum, squares, min, max] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = (values[i] as number) - (minus ? (minus[i] as number) : 0);
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    squares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const mean = sum / count;
  return { count, min, max, mean, std: Math.sqrt(squares / count - mean * mean), rms: Math.sqrt(squares / count) };
}
