import { distanceAlong, GridMismatchError, parameters, planeOf, type StagePlugin, surveyLines } from "@geoanomaly/core";
import { correctionPoints } from "./correction-points.js";
import { type Crossing, findCrossings } from "./crossings.js";
import { correctionAt, levelNetwork } from "./levelling-network.js";
import { median, robustSigma } from "./median.js";
import { pointInput } from "./point-input.js";
import { tieSelection } from "./tie-selection.js";

const OWNER = "stage tie-line-levelling";
const NAMES = ["tieLines", "order", "tieOrder", "hold", "iterations", "maximumGap", "maximumHeightDifference"] as const;
const ORDER = { min: 0, max: 2, integer: true };

/** Lines named one by one in the report. */
const NAMED = 100;

/** Statistics of mis-ties, unit of the values. */
function statistics(misTies: readonly number[]) {
  const mean = misTies.reduce((sum, misTie) => sum + misTie, 0) / misTies.length;
  const rms = Math.sqrt(misTies.reduce((sum, misTie) => sum + misTie * misTie, 0) / misTies.length);
  const largest = misTies.reduce((most, misTie) => Math.max(most, Math.abs(misTie)), 0);
  return { count: misTies.length, mean, rms, median: median(misTies), robustSigma: robustSigma(misTies), largest };
}

/** Highest order up to `wanted` that the crossings of a line bear: one for a shift, three for a drift, five for a curve; -1 for none. */
const bearable = (wanted: number, crossings: number): number => (crossings === 0 ? -1 : Math.min(wanted, Math.floor((crossings - 1) / 2)));

/**
 * Levels flight lines by the tie lines across them. Where they cross, the two values should be one; the differences (mis-ties) are made
 * small by a polynomial for every line, all solved at once, robustly. The mean level of the survey stays. Lines that no other crosses
 * stay as they are and are named. By-product `correction`: what was added to each reading.
 * @throws GridMismatchError for readings without lines, or if nothing crosses; InvalidParameterError for tie lines that are none or all.
 */
export const tieLineLevelling: StagePlugin = {
  kind: "stage",
  id: "tie-line-levelling",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      tieLines: {
        anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, minItems: 1 }],
        default: "auto",
        description: "Names, globs (T*) or /regular expressions/; auto: lines across the direction most of the survey was flown along",
      },
      order: {
        type: "integer",
        minimum: 0,
        maximum: 2,
        default: 1,
        description: "Flight lines: 0 a shift, 1 with a drift, 2 with a curve",
      },
      tieOrder: { type: "integer", minimum: 0, maximum: 2, description: "Tie lines; default: as flight lines" },
      hold: { enum: ["none", "ties"], default: "none", description: "ties: tie lines are taken as true" },
      iterations: { type: "integer", minimum: 0, maximum: 100, default: 10, description: "Robust reweightings (Huber); 0: least squares" },
      maximumGap: {
        type: "number",
        exclusiveMinimum: 0,
        description: "Metres a line may be interpolated over; default: 5 of its median steps",
      },
      maximumHeightDifference: { type: "number", minimum: 0, description: "Metres; crossings with more are left out; default: none is" },
    },
  },
  run: async (data, raw, context) => {
    const points = pointInput(OWNER, data, context.signal);
    const { tieLines, ...others } = raw;
    const given = parameters(OWNER, others, NAMES);
    const order = given.number("order", ORDER) ?? 1;
    const tieOrder = given.number("tieOrder", ORDER) ?? order;
    const hold = given.choice("hold", ["none", "ties"]) ?? "none";
    const plane = planeOf(points);
    const lines = surveyLines(OWNER, points);
    const ties = tieSelection(OWNER, tieLines, plane, lines);
    const { crossings, gaps, atOtherHeights } = findCrossings(points, plane, lines, ties, {
      maximumGap: given.number("maximumGap", { min: Number.MIN_VALUE }),
      maximumHeightDifference: given.number("maximumHeightDifference", { min: 0 }) ?? Number.POSITIVE_INFINITY,
    });
    if (crossings.length === 0) {
      throw new GridMismatchError(
        `tie lines that cross flight lines as input of ${OWNER}`,
        `no crossing (${gaps} steps are too long to be interpolated, ${atOtherHeights} crossings at other heights)`,
      );
    }
    context.signal.throwIfAborted();
    const counts = new Uint32Array(lines.length);
    for (const { flight, tie } of crossings) for (const line of [flight, tie]) counts[line] = (counts[line] as number) + 1;
    const along = lines.map((line) => distanceAlong(plane, line));
    const lengths = along.map((distance) => distance.at(-1) as number);
    const orders = lines.map((_, line) => bearable(ties[line] ? tieOrder : order, counts[line] as number));
    const network = levelNetwork(crossings, {
      orders,
      lengths,
      held: ties.map((tie) => tie && hold === "ties"),
      iterations: given.number("iterations", { min: 0, max: 100, integer: true }) ?? 10,
    });
    const at = (line: number, distance: number) => {
      const correction = network[line];
      return correction ? correctionAt(correction, distance, lengths[line] as number) : 0;
    };
    const correction = new Float64Array(points.values.length);
    lines.forEach(({ members }, line) => {
      members.forEach((index, k) => {
        correction[index] = at(line, (along[line] as Float64Array)[k] as number);
      });
    });
    const levelled = (one: Crossing) => one.misTie + at(one.flight, one.alongFlight) - at(one.tie, one.alongTie);
    const [before, after] = [statistics(crossings.map(({ misTie }) => misTie)), statistics(crossings.map(levelled))];
    const untouched = lines.flatMap(({ name }, line) => (counts[line] === 0 ? [name] : []));
    const lowered = orders.filter((used, line) => used >= 0 && used < (ties[line] ? tieOrder : order)).length;
    if (untouched.length > 0) {
      const named = `${untouched.slice(0, 10).join(", ")}${untouched.length > 10 ? ", ..." : ""}`;
      context.logger.log("warn", `${untouched.length} of ${lines.length} lines cross no other and are not levelled: ${named}`);
    }
    const { unit } = points.quantity;
    context.logger.log(
      "info",
      `mis-ties at ${before.count} crossings: rms ${before.rms.toFixed(2)} before, ${after.rms.toFixed(2)} ${unit} after`,
    );
    context.report?.({
      flightLines: lines.length - ties.filter(Boolean).length,
      tieLines: ties.filter(Boolean).length,
      crossings: crossings.length,
      stepsTooLong: gaps,
      crossingsAtOtherHeights: atOtherHeights,
      misTiesBefore: before,
      misTiesAfter: after,
      linesOfLowerOrder: lowered,
      linesNotLevelled: untouched.length,
      namesNotLevelled: untouched.slice(0, NAMED),
      largestCorrection: correction.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    });
    context.product?.("correction", correctionPoints(points, correction));
    return { kind: "points", points: { ...points, values: points.values.map((value, index) => value + (correction[index] as number)) } };
  },
};
