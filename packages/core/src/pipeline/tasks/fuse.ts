import type { GridHeader } from "../../contracts/grid.js";
import type { FusionRule } from "../../contracts/kernels.js";
import { SourceUnavailableError } from "../../errors.js";
import { rowCoordinates } from "../../geo/grid-geometry.js";
import { RADIANS_PER_DEGREE } from "../../geo/units.js";
import type { FusedLayer, NormalisedLayer } from "../layer-plan.js";
import { statisticsJson } from "../statistics-json.js";
import { factsOf, type TaskImplementation } from "../task-run.js";
import { readRows, workPath, writeBands } from "../work-grid.js";

/** Parameters of `fuse`. */
export interface FuseParameters {
  readonly method: "mean" | "stouffer";
  readonly prepare: "as-read";
  /** In the order of the bits that say which layers are present. */
  readonly layers: readonly { readonly layer: string; readonly weight: number }[];
  readonly latitudeWeights: boolean;
  readonly tileCells: number;
  readonly kernels: string;
}

/** What is common to all; what differs is unknown. The coarsest layer says what detail the index can carry. */
function fusedHeader(layers: readonly NormalisedLayer[]): GridHeader {
  const [first, ...others] = layers.map(({ header }) => header);
  if (first === undefined) throw new SourceUnavailableError("fuse", "no modality could be prepared, so there is nothing to fuse");
  const sameHeight = others.every(({ height }) => height.metres === first.height.metres && height.datum === first.height.datum);
  const { rows, cols, transform, registration, crs, quantity } = first;
  return {
    rows,
    cols,
    transform,
    registration,
    crs,
    quantity,
    height: sameHeight ? first.height : { metres: 0, datum: "unknown" },
    effectiveResolution: Math.max(...layers.map(({ header }) => header.effectiveResolution)),
  };
}

/** Task kind `fuse`: the z of all layers that could be made, combined cell by cell. */
export const fuse: TaskImplementation = async (run) => {
  const { method, layers: wanted, latitudeWeights, tileCells } = run.task.parameters as unknown as FuseParameters;
  const available = wanted.flatMap(({ layer, weight }) => {
    const facts = factsOf<NormalisedLayer>(run, `normalise:${layer}`);
    return facts ? [{ facts, weight }] : [];
  });
  const layers = available.map(({ facts }) => facts);
  const weights = available.map(({ weight }) => weight);
  const header = fusedHeader(layers);
  const { rows, cols } = header;
  const { kernels } = run.host;
  const kernelRun = { signal: run.signal, threads: run.threads };

  let rule: FusionRule = { method: "mean" };
  if (method === "stouffer") {
    const whole = await Promise.all(layers.map((layer) => readRows(run.folder, layer, 0, rows)));
    const rowWeights = latitudeWeights ? rowCoordinates(header).map((latitude) => Math.cos(latitude * RADIANS_PER_DEGREE)) : undefined;
    const correlation = await kernels.correlation(whole, rowWeights ? { ...kernelRun, shape: { rows, cols }, rowWeights } : kernelRun);
    rule = { method, weights, correlation };
  }

  const fused = new Float32Array(rows * cols);
  const path = workPath(run.task, "fused.f32");
  const presentPath = workPath(run.task, "fused-layers.u8");
  const presentFile = await run.outputs.open(presentPath);
  await writeBands(run.outputs, path, rows, tileCells, async (firstRow, rowCount) => {
    const bands = await Promise.all(layers.map((layer) => readRows(run.folder, layer, firstRow, rowCount)));
    const out = fused.subarray(firstRow * cols, (firstRow + rowCount) * cols);
    const { values, present } = await kernels.fuse(bands, rule, { ...kernelRun, out });
    await presentFile.append(present);
    run.progress((firstRow + rowCount) / rows);
    return values;
  });
  await presentFile.commit();
  const names = layers.map(({ layer }) => layer);
  return {
    path,
    presentPath,
    header,
    layers: names,
    weights,
    statistics: statisticsJson(await kernels.statistics(fused, kernelRun)),
    ...(rule.method === "stouffer" ? { correlation: rule.correlation } : {}),
    lineage: [`robust-z@1 mode=${layers[0]?.mode}`, `fuse@1 method=${method} layers=${names.join(",")}`],
  } satisfies FusedLayer;
};
