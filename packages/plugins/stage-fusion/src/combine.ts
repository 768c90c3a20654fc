import {
  GridMismatchError,
  headerOf,
  type PluginContext,
  parameters,
  type Quantity,
  residentGrid,
  type StagePlugin,
} from "@geoanomaly/core";
import { type InformationWeight, informationWeights } from "./information-weights.js";
import { layerStack, type StackLayer } from "./layer-stack.js";
import { type SignalAndNoise, signalAndNoise } from "./noise-of.js";
import { type Estimate, effectiveNumber, unbiasedEstimate } from "./unbiased-estimate.js";

const OWNER = "stage combine";
const METHODS = ["mean", "stouffer", "precision", "information"] as const;
const MAD_TO_SIGMA = 1.4826;

/** A layer that may be put in units of its own robust deviation. */
interface Prepared extends StackLayer {
  readonly noise: SignalAndNoise;
}

/** (x - median) / (1.4826 MAD), uncertainty alike. A layer without scale has no say: all NaN. */
async function standardised(layer: StackLayer, { kernels, signal, threads }: PluginContext): Promise<StackLayer> {
  const { median, mad } = await kernels.statistics(layer.values, { signal, threads });
  const scale = mad > 0 ? MAD_TO_SIGMA * mad : Number.NaN;
  return {
    ...layer,
    values: layer.values.map((value) => (value - median) / scale),
    ...(layer.uncertainty && { uncertainty: layer.uncertainty.map((value) => value / scale) }),
  };
}

/** Rows and columns `of` of a matrix. */
const part = (matrix: readonly (readonly number[])[], of: readonly number[]) => of.map((i) => of.map((j) => matrix[i]?.[j] ?? 0));

/** Weights of the layers that are there in a cell, kept for every set of layers. */
function weighted(layers: readonly Prepared[], weightsOf: (present: readonly number[]) => Estimate | undefined) {
  const bySet = new Map<number, Estimate | undefined>();
  const cells = (layers[0] as Prepared).values.length;
  const values = new Float32Array(cells);
  const uncertainty = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    let set = 0;
    layers.forEach((layer, k) => {
      if (Number.isFinite(layer.values[cell] as number)) set |= 1 << k;
    });
    if (set !== 0 && !bySet.has(set)) bySet.set(set, weightsOf(layers.flatMap((_, k) => (set & (1 << k) ? [k] : []))));
    const estimate = bySet.get(set);
    let sum = Number.NaN;
    if (estimate) {
      sum = 0;
      let next = 0;
      for (let k = 0; k < layers.length; k++)
        if (set & (1 << k)) sum += (estimate.weights[next++] as number) * ((layers[k] as Prepared).values[cell] as number);
    }
    values[cell] = sum;
    uncertainty[cell] = estimate?.deviation ?? Number.NaN;
  }
  return { values, uncertainty };
}

/** Best linear unbiased estimate of each cell from the deviations it has there. */
function byPrecision(layers: readonly Prepared[], errorCorrelation: readonly (readonly number[])[]) {
  const cells = (layers[0] as Prepared).values.length;
  const values = new Float32Array(cells);
  const uncertainty = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    const present = layers.flatMap(({ values: samples, uncertainty: errors, noise }, k) => {
      const deviation = errors ? (errors[cell] as number) : noise.noise;
      const value = samples[cell] as number;
      return Number.isFinite(value) && deviation > 0 && Number.isFinite(deviation) ? [{ k, value, deviation }] : [];
    });
    const estimate = unbiasedEstimate(
      present.map(({ deviation }) => deviation),
      part(
        errorCorrelation,
        present.map(({ k }) => k),
      ),
    );
    values[cell] = estimate ? present.reduce((sum, { value }, i) => sum + (estimate.weights[i] as number) * value, 0) : Number.NaN;
    uncertainty[cell] = estimate?.deviation ?? Number.NaN;
  }
  return { values, uncertainty };
}

const table = (layers: readonly StackLayer[], row: (k: number) => unknown) =>
  Object.fromEntries(layers.map(({ name }, k) => [name, row(k)]));

/** Deviation of a weighted mean of layers with deviations and correlation. */
function meanDeviation(weights: readonly number[], deviations: readonly number[], correlation: readonly (readonly number[])[]): number {
  let variance = 0;
  weights.forEach((wi, i) => {
    weights.forEach((wj, j) => {
      variance += wi * wj * (deviations[i] as number) * (deviations[j] as number) * (correlation[i]?.[j] ?? 0);
    });
  });
  return Math.sqrt(Math.max(variance, 0));
}

/** What the combined layer is: the layers' own quantity where they share one and keep it, else a score. */
function quantityOf(layers: readonly StackLayer[], normalise: boolean): Quantity {
  const first = (layers[0] as StackLayer).grid.quantity;
  if (normalise) return { functional: "robust-z", unit: "1" };
  for (const { name, grid } of layers)
    if (grid.quantity.functional !== first.functional || grid.quantity.unit !== first.unit)
      throw new GridMismatchError(
        `layers of one quantity, ${first.functional} in ${first.unit}, where normalise is false`,
        `${name}: ${grid.quantity.functional} in ${grid.quantity.unit}`,
      );
  return first;
}

/**
 * Combines layers on the same cells. `mean`; `stouffer`: sum(w z) / sqrt(w' R w), R the correlation of the layers; `precision`: best linear
 * unbiased estimate with the layers' uncertainties (or their noise) and `errorCorrelation`; `information`: mean weighted by
 * (signal / noise)^2 / resolution. Missing layers are left out cell by cell. The uncertainty is that of the noise of the layers, carried
 * through the weights. Layers of different quantities are put in robust deviations first (`normalise`, default true for them).
 */
export const combine: StagePlugin = {
  kind: "stage",
  id: "combine",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      method: { enum: METHODS, default: "mean" },
      normalise: {
        type: "boolean",
        description: "Robust z (median, 1.4826 MAD) of each layer first; default: where the layers are of different quantities",
      },
      errorCorrelation: {
        type: "number",
        minimum: 0,
        exclusiveMaximum: 1,
        default: 0,
        description: "Correlation of the errors of any two layers, for precision and for the uncertainty of the others",
      },
      name: { type: "string", default: "first", description: "Name of the first layer in the report" },
    },
  },
  run: async (data, raw, context) => {
    const given = parameters(OWNER, raw, ["method", "normalise", "errorCorrelation", "name"]);
    const method = given.choice("method", METHODS) ?? "mean";
    const shared = given.number("errorCorrelation", { min: 0, max: 0.999 }) ?? 0;
    context.signal.throwIfAborted();
    const stack = await layerStack(OWNER, data, given.text("name") ?? "first", context);
    const first = stack[0] as StackLayer;
    const different = stack.some(({ grid }) => grid.quantity.functional !== first.grid.quantity.functional);
    const normalise = given.flag("normalise") ?? (different || method === "stouffer");
    const quantity = quantityOf(stack, normalise);
    const layers: Prepared[] = [];
    for (const layer of stack) {
      const prepared = normalise ? await standardised(layer, context) : layer;
      layers.push({
        ...prepared,
        noise: await signalAndNoise(prepared.values, prepared.uncertainty, layer.grid, context.kernels, context),
      });
    }
    const run = { signal: context.signal, threads: context.threads };
    const correlation = await context.kernels.correlation(
      layers.map(({ values }) => values),
      { ...run, shape: first.grid },
    );
    const errorCorrelation = layers.map((_, i) => layers.map((__, j) => (i === j ? 1 : shared)));
    const noises = layers.map(({ noise }) => noise.noise);
    const equal = layers.map(() => 1 / layers.length);
    const information = informationWeights(layers.map(({ noise, grid }) => ({ ...noise, resolution: grid.effectiveResolution })));
    const share =
      (weights: readonly number[], norm: (present: readonly number[], chosen: readonly number[]) => number) =>
      (present: readonly number[]) => {
        const chosen = present.map((k) => weights[k] as number);
        const scale = norm(present, chosen);
        if (!(scale > 0)) return undefined;
        const scaled = chosen.map((weight) => weight / scale);
        const deviations = present.map((k) => noises[k] as number);
        return { weights: scaled, deviation: meanDeviation(scaled, deviations, part(errorCorrelation, present)) };
      };
    const sum = (_: readonly number[], chosen: readonly number[]) => chosen.reduce((total, weight) => total + weight, 0);
    const unit = (present: readonly number[], chosen: readonly number[]) =>
      meanDeviation(
        chosen,
        present.map(() => 1),
        part(correlation, present),
      );
    const precise = unbiasedEstimate(noises, errorCorrelation);
    const weights = {
      mean: equal,
      stouffer: equal,
      precision: precise?.weights ?? equal,
      information: information.map(({ weight }) => weight),
    }[method];
    const combined =
      method === "precision" ? byPrecision(layers, errorCorrelation) : weighted(layers, share(weights, method === "stouffer" ? unit : sum));
    context.report?.({
      method,
      normalised: normalise,
      layers: layers.map(({ name }) => name),
      weights: table(layers, (k) => weights[k]),
      correlation: table(layers, (i) => table(layers, (j) => correlation[i]?.[j])),
      errorCorrelation: shared,
      effectiveLayers: effectiveNumber(weights, correlation),
      noise: table(layers, (k) => layers[k]?.noise),
      ...(method === "information" && { information: table(layers, (k): InformationWeight | undefined => information[k]) }),
    });
    const header = headerOf(first.grid);
    return {
      kind: "grid",
      grid: residentGrid(
        { ...header, quantity, effectiveResolution: Math.max(...layers.map(({ grid }) => grid.effectiveResolution)) },
        { values: combined.values, uncertainty: combined.uncertainty },
      ),
    };
  },
};
