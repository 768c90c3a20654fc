import { parameters, type StagePlugin, surveyLines } from "@geoanomaly/core";
import { findSpikes } from "./find-spikes.js";
import { pointInput } from "./point-input.js";
import { namedReadings, sourceLinesOf } from "./reading-names.js";
import { partition, selectPoints } from "./select-points.js";

const OWNER = "stage spikes";
const ACTIONS = ["remove", "replace", "flag"] as const;

/**
 * Readings that jump away from their line: taken out, replaced by what their neighbours predict, or only reported.
 * @throws GridMismatchError for readings without lines.
 */
export const spikes: StagePlugin = {
  kind: "stage",
  id: "spikes",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      window: { type: "integer", minimum: 3, default: 15, description: "Readings on either side that say how rough the line is" },
      threshold: { type: "number", exclusiveMinimum: 0, default: 6, description: "Robust standard deviations (1.4826 MAD)" },
      minimum: { type: "number", minimum: 0, default: 0, description: "Deviations below this are no spikes, unit of the values" },
      action: { enum: ACTIONS, default: "remove", description: "flag: report only" },
    },
  },
  run: async (data, raw, context) => {
    const points = pointInput(OWNER, data, context.signal);
    const given = parameters(OWNER, raw, ["window", "threshold", "minimum", "action"]);
    const action = given.choice("action", ACTIONS) ?? "remove";
    const { spikes: found, steep } = findSpikes(points, surveyLines(OWNER, points), {
      window: given.number("window", { min: 3, integer: true }) ?? 15,
      threshold: given.number("threshold", { min: Number.MIN_VALUE }) ?? 6,
      minimum: given.number("minimum", { min: 0 }) ?? 0,
    });
    const indices = found.map(({ index }) => index);
    const largest = found.reduce((most, { deviation }) => Math.max(most, Math.abs(deviation)), 0);
    context.report?.({ spikes: found.length, action, largest, spikeLines: sourceLinesOf(points, indices), steep });
    if (steep > 0) context.logger.log("info", `${steep} readings jump in rows and are left: a field too steep for its sampling`);
    if (found.length === 0) return data;
    const { unit } = points.quantity;
    const done = { remove: "removed", replace: "replaced", flag: "left in place" }[action];
    context.logger.log("warn", `${found.length} spikes of up to ${largest.toFixed(2)} ${unit} ${done}: ${namedReadings(points, indices)}`);
    if (action === "flag") return data;
    if (action === "replace") {
      const values = points.values.slice();
      for (const { index, deviation } of found) values[index] = (values[index] as number) - deviation;
      return { kind: "points", points: { ...points, values } };
    }
    const bad = new Set(indices);
    return { kind: "points", points: selectPoints(points, partition(points.values.length, (index) => !bad.has(index)).kept) };
  },
};
