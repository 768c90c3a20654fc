import type { InverterPlugin } from "@geoanomaly/core";
import { advance, initialState } from "./advance.js";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.js";
import { inverterOptions } from "./options/inverter-options.js";
import { OPTIONS_SCHEMA } from "./options/schema.js";
import { resultOf } from "./result.js";
import { layOut } from "./setup/layout.js";
import { type Problem, setUp } from "./setup/problem.js";
import { stepOf } from "./step.js";

const VERSION = "1";

/**
 * Gravity and magnetics to density and susceptibility (or magnetisation) in three dimensions: regularised least squares with bounds,
 * smooth or sparse, single or coupled by cross-gradients.
 */
export const potentialField: InverterPlugin = {
  kind: "inverter",
  id: "potential-field",
  version: VERSION,
  options: OPTIONS_SCHEMA,
  plan: async (request, context) => layOut(request, inverterOptions(request.options), context).plan,
  invert: async function* (request, context) {
    context.signal.throwIfAborted();
    const started = performance.now();
    const problem: Problem = await setUp(request, VERSION, context);
    const { plan } = problem.layout;
    context.logger.log("info", `operator ${plan.operator}: ${plan.reason}`, { operator: plan.operator, bytes: plan.bytes });
    const resumed = request.resumeFrom && decodeCheckpoint(problem.identity, request.resumeFrom);
    let state = resumed ?? (await initialState(problem));
    const checkpointOf = (at: typeof state) => () => encodeCheckpoint(problem.identity, at);
    if (resumed === undefined) yield stepOf(problem, state, performance.now() - started, checkpointOf(state));
    for (;;) {
      const begun = performance.now();
      const next = await advance(problem, state, context.signal);
      if (next === undefined) return resultOf(problem, state, request);
      state = next;
      yield stepOf(problem, state, performance.now() - begun, checkpointOf(state));
    }
  },
};
