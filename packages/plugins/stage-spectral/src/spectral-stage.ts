import {
  type FilteredGrid,
  type GridHeader,
  type JsonSchema,
  type Parameters,
  type PlaneGrid,
  type PluginContext,
  parameters,
  planeGrid,
  type RawData,
  residentGrid,
  type SpectralOperation,
  type StagePlugin,
} from "@geoanomaly/core";

/** Input, filled and extended copies, half spectrum and results of a filter with the default padding, bytes for each sample. */
const BYTES_PER_SAMPLE = 48;

const PADDING = {
  type: "number",
  minimum: 0,
  maximum: 4,
  default: 0.5,
  description: "Margin on either side as a part of the rows and columns, mirrored and faded to zero",
};

/** What a spectral stage works with: its grid, its parameters and a filter that remembers what it did. */
export interface SpectralCall {
  readonly grid: PlaneGrid;
  readonly given: Parameters;
  /** The parameters as they were given. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly context: PluginContext;
  /** The grid through a chain of operations. */
  filter(...operations: SpectralOperation[]): Promise<Float32Array>;
  /** The same of other values on the grid. */
  filterOf(values: Float32Array, ...operations: SpectralOperation[]): Promise<Float32Array>;
}

/** A grid that a stage made: what its header has different from the input's, and its samples. */
export interface SpectralResult {
  readonly header: Partial<GridHeader>;
  readonly values: Float32Array;
  /** Goes with the result where it still holds, at least as an upper bound; left out otherwise, which is reported. */
  readonly uncertainty?: Float32Array;
  /** Facts for the report. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface SpectralStage {
  readonly id: string;
  readonly version: string;
  /** JSON Schema of the stage's own parameters. */
  readonly parameters: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  compute(call: SpectralCall): Promise<SpectralResult>;
}

/** The grid with the header of `grid` but for `header`. */
export function gridOf(
  grid: PlaneGrid,
  { header, values, uncertainty }: Pick<SpectralResult, "header" | "values" | "uncertainty">,
): RawData {
  return { kind: "grid", grid: residentGrid({ ...grid.header, ...header }, { values, ...(uncertainty && { uncertainty }) }) };
}

/**
 * Makes a stage of a computation in the wavenumber domain: takes the grid as a plane (metres; a geographic one of less than 10 degrees by
 * the scale of its middle latitude, else it is refused), lends a filter with the padding of the parameter `padding`, and reports the
 * transform's size, the plane it took off, the gaps it filled, and the error of the scale.
 */
export function spectralStage({ id, version, parameters: own, required = [], compute }: SpectralStage): StagePlugin {
  const owner = `stage ${id}`;
  return {
    kind: "stage",
    id,
    version,
    parameters: { type: "object", additionalProperties: false, properties: { ...own, padding: PADDING }, required },
    run: async (data, raw, context) => {
      const given = parameters(owner, raw, [...Object.keys(own), "padding"]);
      const fraction = given.number("padding", { min: 0, max: 4 }) ?? 0.5;
      const grid = await planeGrid(owner, data, context, BYTES_PER_SAMPLE * (1 + fraction));
      context.progress(0.2);
      let first: FilteredGrid | undefined;
      const filterOf = async (values: Float32Array, ...operations: SpectralOperation[]) => {
        const { kernels, signal, threads } = context;
        const filtered = await kernels.spectral.filter(values, grid.shape, grid.spacing, operations, {
          padding: { fraction },
          signal,
          threads,
        });
        first ??= filtered;
        return filtered.values;
      };
      const call = {
        grid,
        given,
        raw,
        context,
        filterOf,
        filter: (...operations: SpectralOperation[]) => filterOf(grid.values, ...operations),
      };
      const result = await compute(call);
      context.report?.({
        ...(first && { transform: first.padded, plane: first.plane, gapsFilled: first.filled }),
        ...(grid.spacing.scaleError > 0 && { scaleError: grid.spacing.scaleError }),
        ...(grid.uncertainty && { uncertainty: result.uncertainty ? "kept as an upper bound" : "dropped: not known after this stage" }),
        ...result.facts,
      });
      return gridOf(grid, result);
    },
  };
}
