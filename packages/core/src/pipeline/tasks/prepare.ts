import type { GridGeometry, GridHeader, GridSource } from "../../contracts/grid.js";
import type { RawData } from "../../contracts/raw-data.js";
import { CorruptInputError, GridMismatchError } from "../../errors.js";
import { globalGrid, headerOf } from "../../geo/grid-geometry.js";
import type { PreparedLayer, PrepareParameters } from "../layer-plan.js";
import { lineageLine } from "../lineage-line.js";
import { pluginContext, type TaskImplementation } from "../task-run.js";
import { workPath, writeBands } from "../work-grid.js";

const describeGrid = ({ rows, cols, transform, registration, crs }: GridGeometry): string =>
  `${rows} x ${cols} ${registration} grid in ${crs} at [${transform.join(" ")}]`;

/** @throws GridMismatchError unless the stages have led to the run's grid. */
function onTarget(data: RawData, target: GridGeometry, layer: string): GridSource {
  const expected = `layer ${layer} as a ${describeGrid(target)}`;
  if (data.kind !== "grid") throw new GridMismatchError(expected, `${data.kind}: its stages do not make a grid of them`);
  const { grid } = data;
  const same =
    grid.rows === target.rows &&
    grid.cols === target.cols &&
    grid.crs === target.crs &&
    grid.registration === target.registration &&
    grid.transform.every((value, i) => Math.abs(value - target.transform[i]!) < 1e-9);
  if (!same) throw new GridMismatchError(expected, describeGrid(grid));
  return grid;
}

const titleOf = ({ quantity }: GridHeader): string => {
  const words = quantity.functional.replaceAll("-", " ");
  return `${words[0]?.toUpperCase()}${words.slice(1)}`;
};

function describeSource(data: RawData): PreparedLayer["source"] {
  if (data.kind === "coefficients") return { kind: data.kind };
  if (data.kind === "points") return { kind: data.kind, crs: data.points.crs };
  if (data.kind !== "grid") return { kind: data.kind };
  const { crs, registration, rows, cols } = data.grid;
  return { kind: data.kind, crs, registration, rows, cols };
}

/** Task kind `prepare`: a modality's sources, through its stages, to a layer on the run's grid. */
export const prepare: TaskImplementation = async (run) => {
  const parameters = run.task.parameters as unknown as PrepareParameters;
  const { layer, modality, request } = parameters;
  const target = globalGrid(parameters.spacing);
  const context = pluginContext(run, target);
  const plugin = await run.host.plugins.load("modality", modality.id);

  const started = performance.now();
  let data = await plugin.fetch(request, run.settings.sources[layer] ?? [], context);
  context.logger.log("info", `read ${layer} from ${request.dataset}`, { duration_ms: Math.round(performance.now() - started) });
  const source = describeSource(data);
  const lineage = [lineageLine(`${modality.id}@${modality.version} dataset=${request.dataset}`, request.options)];
  for (const { stage, version, parameters: stageParameters } of parameters.stages) {
    run.signal.throwIfAborted();
    const plugin = await run.host.plugins.load("stage", stage);
    const before = performance.now();
    const input = data;
    try {
      data = await plugin.run(input, stageParameters, context);
    } catch (error) {
      if (input.kind === "grid") await input.grid.close();
      throw error;
    }
    lineage.push(lineageLine(`${stage}@${version}`, stageParameters));
    context.logger.log("info", `${layer}: ${stage}`, { duration_ms: Math.round(performance.now() - before) });
  }

  const grid = onTarget(data, target, layer);
  const path = workPath(run.task, `${layer}.f32`);
  let finite = 0;
  try {
    await writeBands(run.outputs, path, grid.rows, Math.ceil(grid.rows / 18), async (firstRow, rowCount) => {
      const values = await grid.read(firstRow, rowCount, run.signal);
      if (values.length !== rowCount * grid.cols) {
        throw new GridMismatchError(`${rowCount} x ${grid.cols} samples of layer ${layer}`, `${values.length}`);
      }
      for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) finite++;
      run.progress((firstRow + rowCount) / grid.rows);
      return values;
    });
  } finally {
    await grid.close();
  }
  if (finite === 0) {
    const [file] = run.settings.sources[layer] ?? [];
    throw new CorruptInputError(file?.path ?? request.dataset, "whole grid", "at least one cell with data", "none");
  }
  const header = headerOf(grid);
  return { layer, title: titleOf(header), path, header, finite, lineage, sources: parameters.sources, source } satisfies PreparedLayer;
};
