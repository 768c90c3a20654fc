import { createHash } from "node:crypto";
import { InvalidParameterError, type InversionRequest, type PluginContext } from "@geoanomaly/core";
import { CrossGradient } from "../joint/cross-gradient.js";
import { type InverterOptions, inverterOptions, OWNER, type TradeOff } from "../options/inverter-options.js";
import { type Layout, layOut } from "./layout.js";
import { type PropertyProblem, propertyProblem } from "./property-problem.js";

/** All that an inversion computes with and that its state does not change. */
export interface Problem {
  readonly options: InverterOptions;
  readonly layout: Layout;
  readonly properties: readonly PropertyProblem[];
  readonly tradeOff: TradeOff;
  /** Couples two scalar properties. */
  readonly coupling?: CrossGradient;
  /** Digest of everything that decides the result, so that a checkpoint of another request is refused. */
  readonly identity: string;
}

function identityOf(request: InversionRequest, version: string, kernels: string, layout: Layout): string {
  const hash = createHash("sha256");
  const numbers = (values: Float64Array | Uint8Array) => hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  hash.update(JSON.stringify([version, kernels, request.options, layout.plan.operator, layout.mesh.origin, layout.mesh.crs]));
  for (const widths of [layout.mesh.easting, layout.mesh.northing, layout.mesh.downward, layout.ground.active]) numbers(widths);
  for (const { name, readings, request: sensitivities } of layout.parts) {
    hash.update(JSON.stringify([name, sensitivities.field]));
    const { easting, northing, upward } = readings.stations;
    for (const values of [easting, northing, upward, readings.values, readings.deviations]) numbers(values);
  }
  for (const model of [request.referenceModel, request.startingModel]) if (model) numbers(model.values);
  return hash.digest("hex");
}

/** Reads the options, lays out the mesh, and computes sensitivities and weights. */
export async function setUp(request: InversionRequest, version: string, context: PluginContext): Promise<Problem> {
  const options = inverterOptions(request.options);
  const layout = layOut(request, options, context);
  const run = { signal: context.signal, threads: context.threads };
  const properties: PropertyProblem[] = [];
  for (const property of layout.properties)
    properties.push(await propertyProblem(property, layout, request, options, context.kernels.potential, run));
  const errorsKnown = properties.every((problem) => problem.errorsKnown);
  if (options.tradeOff === "target-misfit" && !errorsKnown)
    throw new InvalidParameterError(
      OWNER,
      "tradeOff",
      "gcv or l-curve where readings have no uncertainty, or the option errors",
      "target-misfit",
    );
  const [first, second] = properties;
  const coupled = options.joint.weight > 0 && first?.components === 1 && second?.components === 1;
  return {
    options,
    layout,
    properties,
    tradeOff: options.tradeOff ?? (errorsKnown ? "target-misfit" : "gcv"),
    ...(coupled && { coupling: new CrossGradient(layout.mesh, layout.cells, layout.numbers) }),
    identity: identityOf(request, version, context.kernels.id, layout),
  };
}
