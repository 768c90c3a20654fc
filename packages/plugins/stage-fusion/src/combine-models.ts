import { GridMismatchError, InvalidParameterError, type Model, parameters, type StagePlugin, type TensorMesh } from "@geoanomaly/core";
import { unbiasedEstimate } from "./unbiased-estimate.js";

const OWNER = "stage combine-models";

const sameWidths = (a: Float64Array, b: Float64Array) =>
  a.length === b.length && a.every((width, k) => Math.abs(width - (b[k] as number)) <= 1e-9 * Math.abs(width));

function sameMesh(a: TensorMesh, b: TensorMesh): boolean {
  const place = (["easting", "northing", "upward"] as const).every((axis) => Math.abs(a.origin[axis] - b.origin[axis]) <= 1e-6);
  return a.crs === b.crs && place && (["easting", "northing", "downward"] as const).every((axis) => sameWidths(a[axis], b[axis]));
}

const describeMesh = ({ crs, origin, easting, northing, downward }: TensorMesh) =>
  `${easting.length} x ${northing.length} x ${downward.length} cells from ${origin.easting}, ${origin.northing}, ${origin.upward} in ${crs}`;

/** Pearson correlation over the cells that both have. */
function correlationOf(a: Float64Array, b: Float64Array): number {
  const both = [...a.keys()].filter((k) => Number.isFinite(a[k]) && Number.isFinite(b[k]));
  const mean = (list: Float64Array) => both.reduce((sum, k) => sum + (list[k] as number), 0) / both.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: Float64Array, mx: number, y: Float64Array, my: number) =>
    both.reduce((sum, k) => sum + ((x[k] as number) - mx) * ((y[k] as number) - my), 0);
  const variance = product(a, meanA, a, meanA) * product(b, meanB, b, meanB);
  return variance > 0 ? product(a, meanA, b, meanB) / Math.sqrt(variance) : 0;
}

/**
 * Combines models of one property on one mesh cell by cell: the best linear unbiased estimate with their uncertainties and
 * `errorCorrelation`. A cell that only some models have is made of those; one that is not ground in any stays NaN.
 * @throws GridMismatchError for another mesh or property; InvalidParameterError for a model without uncertainty.
 */
export const combineModels: StagePlugin = {
  kind: "stage",
  id: "combine-models",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      errorCorrelation: {
        type: "number",
        minimum: 0,
        exclusiveMaximum: 1,
        default: 0,
        description: "Correlation of the errors of any two models",
      },
    },
  },
  run: async (data, raw, context) => {
    const shared = parameters(OWNER, raw, ["errorCorrelation"]).number("errorCorrelation", { min: 0, max: 0.999 }) ?? 0;
    context.signal.throwIfAborted();
    if (data.kind !== "model") throw new GridMismatchError(`a model as input of ${OWNER}`, data.kind);
    const first = data.model;
    const models: { readonly name: string; readonly model: Model }[] = [{ name: "first", model: first }];
    for (const [name, input] of Object.entries(context.inputs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (input.kind !== "model") throw new GridMismatchError(`input ${name} of ${OWNER} to be a model`, input.kind);
      const { mesh, quantity } = input.model;
      if (!sameMesh(mesh, first.mesh))
        throw new GridMismatchError(`input ${name} on the mesh of the first model, ${describeMesh(first.mesh)}`, describeMesh(mesh));
      if (quantity.functional !== first.quantity.functional || quantity.unit !== first.quantity.unit)
        throw new GridMismatchError(
          `input ${name} to be ${first.quantity.functional} in ${first.quantity.unit}`,
          `${quantity.functional} in ${quantity.unit}`,
        );
      models.push({ name, model: input.model });
    }
    const lacking = models.find(({ model }) => !model.uncertainty);
    if (lacking) throw new InvalidParameterError(OWNER, `inputs.${lacking.name}`, "a model with an uncertainty", "none");
    const values = new Float64Array(first.values.length);
    const uncertainty = new Float64Array(first.values.length);
    const total = models.map(() => 0);
    let cells = 0;
    for (let cell = 0; cell < values.length; cell++) {
      const present = models.flatMap(({ model }, k) => {
        const [value, deviation] = [model.values[cell] as number, model.uncertainty?.[cell] as number];
        return Number.isFinite(value) && deviation > 0 && Number.isFinite(deviation) ? [{ k, value, deviation }] : [];
      });
      const estimate = unbiasedEstimate(
        present.map(({ deviation }) => deviation),
        present.map((_, i) => present.map((__, j) => (i === j ? 1 : shared))),
      );
      const known = estimate && present.length > 0;
      values[cell] = known ? estimate.weights.reduce((sum, weight, i) => sum + weight * (present[i]?.value as number), 0) : Number.NaN;
      uncertainty[cell] = known ? estimate.deviation : Number.NaN;
      if (!known) continue;
      cells++;
      estimate.weights.forEach((weight, i) => {
        const k = present[i]?.k as number;
        total[k] = (total[k] as number) + weight;
      });
    }
    context.report?.({
      method: "precision",
      errorCorrelation: shared,
      cells,
      weights: Object.fromEntries(models.map(({ name }, k) => [name, cells > 0 ? (total[k] as number) / cells : 0])),
      correlation: Object.fromEntries(
        models.map(({ name, model }) => [
          name,
          Object.fromEntries(models.map((other) => [other.name, correlationOf(model.values, other.model.values)])),
        ]),
      ),
    });
    return { kind: "model", model: { mesh: first.mesh, quantity: first.quantity, values, uncertainty } };
  },
};
