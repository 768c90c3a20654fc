import type { InversionRequest, InversionResult, MainField, Model } from "@geoanomaly/core";
import { posteriorDeviation, UNCERTAINTY_METHOD } from "./phases/uncertainty.js";
import type { Problem } from "./setup/problem.js";
import type { InversionState, PropertyState } from "./state.js";

const QUANTITY = {
  density: { functional: "density-contrast", unit: "kg/m3" },
  susceptibility: { functional: "susceptibility", unit: "SI" },
} as const;

const COMPONENTS = ["east", "north", "up"] as const;

/** Values of active cells on the whole mesh; NaN above the ground. */
function onMesh(problem: Problem, values: Float64Array): Float64Array {
  const { cells, ground } = problem.layout;
  const all = new Float64Array(ground.active.length).fill(Number.NaN);
  for (let i = 0; i < cells.length; i++) all[cells[i]!] = values[i]!;
  return all;
}

/** The models of one property: itself, or for a magnetisation vector its components and their length. */
function modelsOf(problem: Problem, k: number, state: PropertyState): Record<string, Model> {
  const { property, components } = problem.properties[k]!;
  const { mesh, cells } = problem.layout;
  const count = cells.length;
  const deviation = posteriorDeviation(problem, k, state);
  const part = (values: Float64Array | undefined, c: number) => values && onMesh(problem, values.subarray(c * count, (c + 1) * count));
  const model = (c: number): Model => {
    const [uncertainty, resolution] = [part(deviation, c), part(state.resolution, c)];
    return {
      mesh,
      quantity: QUANTITY[property],
      values: part(state.at.model, c)!,
      ...(uncertainty && { uncertainty }),
      ...(resolution && { resolution }),
    };
  };
  if (components === 1) return { [property]: model(0) };
  const { model: values } = state.at;
  const length = Float64Array.from({ length: count }, (_, i) => Math.hypot(values[i]!, values[count + i]!, values[2 * count + i]!));
  return {
    ...Object.fromEntries(COMPONENTS.map((name, c) => [`${property}-${name}`, model(c)])),
    [`${property}-amplitude`]: { mesh, quantity: QUANTITY[property], values: onMesh(problem, length) },
  };
}

/** Readings that the final models predict, in the order of each data set; NaN where a reading was left out. */
async function predictedReadings(
  problem: Problem,
  state: InversionState,
  request: InversionRequest,
): Promise<Record<string, Float64Array>> {
  const predicted: Record<string, Float64Array> = {};
  for (const [k, property] of problem.properties.entries()) {
    const all = await property.operator.apply(state.properties[k]!.at.model);
    let first = 0;
    for (const { name, readings } of property.parts) {
      const points = request.data.find((data) => data.name === name)!.points;
      const values = new Float64Array(points.values.length).fill(Number.NaN);
      for (let i = 0; i < readings.source.length; i++) values[readings.source[i]!] = all[first + i]!;
      predicted[name] = values;
      first += readings.source.length;
    }
  }
  return predicted;
}

function factsOf(problem: Problem, state: InversionState): Record<string, unknown> {
  const { mesh, cells, parts, ground } = problem.layout;
  return {
    mesh: {
      cells: [mesh.easting.length, mesh.northing.length, mesh.downward.length],
      active: cells.length,
      aboveGround: ground.active.length - cells.length,
    },
    readings: Object.fromEntries(parts.map(({ name, readings }) => [name, readings.facts])),
    tradeOff: problem.tradeOff,
    properties: Object.fromEntries(
      problem.properties.map(({ property, unknowns }, k) => {
        const { beta, chi, target, norm, trials, epsilons, errorScale, checkerboardCorrelation } = state.properties[k]!;
        return [
          property,
          {
            unknowns,
            beta,
            misfit: chi,
            target,
            modelNorm: norm,
            trials,
            ...(epsilons && { sparseThresholds: epsilons }),
            ...(problem.tradeOff !== "target-misfit" && { estimatedErrorScale: errorScale }),
            ...(checkerboardCorrelation !== undefined && { checkerboardCorrelation }),
          },
        ];
      }),
    ),
    ...(state.coupling !== undefined && { crossGradient: { value: state.coupling, weight: state.couplingWeight } }),
  };
}

export async function resultOf(problem: Problem, state: InversionState, request: InversionRequest): Promise<InversionResult> {
  const mainField: MainField | undefined = request.data.find((data) => data.mainField !== undefined)?.mainField;
  return {
    stopped: state.stopped,
    models: Object.assign({}, ...state.properties.map((each, k) => modelsOf(problem, k, each))) as Record<string, Model>,
    predicted: await predictedReadings(problem, state, request),
    operator: problem.layout.plan,
    ...(mainField && { mainField }),
    ...(problem.options.uncertainty && {
      uncertaintyMethod: `${UNCERTAINTY_METHOD}; ${problem.options.uncertainty.probes} probes, seed ${problem.options.uncertainty.seed}`,
    }),
    facts: factsOf(problem, state),
  };
}
