import { GridMismatchError, parameters, type StagePlugin, VerificationError } from "@geoanomaly/core";
import { baseReadingAt, baseRecord } from "./base-record.js";
import { correctionPoints } from "./correction-points.js";
import { median } from "./median.js";
import { pointInput } from "./point-input.js";
import { namedReadings, sourceLinesOf } from "./reading-names.js";
import { partition, selectPoints } from "./select-points.js";

const OWNER = "stage diurnal";
const ON_GAP = ["stop", "warn", "remove"] as const;

/**
 * Takes the change of the field with time off the readings: value - (base(t) - datum), base being the readings of a fixed station
 * (`inputs.base`), straight between them. `datum` is the level of the base that is kept; default: the median of its record.
 * A reading that the record does not cover (before, after, or in a gap longer than `maximumGap`) stops the run unless `onGap` says
 * otherwise: `warn` corrects it all the same, holding the ends of the record; `remove` takes it out. By-product `correction`: what was added.
 * @throws GridMismatchError without base, times, or a common unit; VerificationError for readings that are not covered.
 */
export const diurnal: StagePlugin = {
  kind: "stage",
  id: "diurnal",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      datum: { type: "number", description: "Level of the base station that is kept; default: the median of its record" },
      maximumGap: { type: "number", exclusiveMinimum: 0, default: 600, description: "Seconds between base readings that may be bridged" },
      onGap: { enum: ON_GAP, default: "stop", description: "What is done with readings that the base does not cover" },
    },
  },
  run: async (data, raw, context) => {
    const points = pointInput(OWNER, data, context.signal);
    const given = parameters(OWNER, raw, ["datum", "maximumGap", "onGap"]);
    const maximumGap = given.number("maximumGap", { min: Number.MIN_VALUE }) ?? 600;
    const onGap = given.choice("onGap", ON_GAP) ?? "stop";
    const base = context.inputs?.base;
    if (base?.kind !== "points")
      throw new GridMismatchError(`readings of a base station as inputs.base of ${OWNER}`, base?.kind ?? "nothing");
    const [unit, baseUnit] = [points.quantity.unit, base.points.quantity.unit];
    if (unit !== baseUnit) throw new GridMismatchError(`a base station in ${unit}`, `one in ${baseUnit}`);
    const { time } = points;
    if (!time) throw new GridMismatchError(`readings with times as input of ${OWNER}`, "readings without a time column");
    const record = baseRecord(OWNER, base.points);
    const datum = given.number("datum") ?? median(record.values);
    const correction = new Float64Array(time.length);
    const covered = new Uint8Array(time.length);
    time.forEach((moment, index) => {
      // Without a time there is no correction: such a reading is not covered, and stays as it is where `warn` keeps it.
      if (!Number.isFinite(moment)) return;
      const { value, gap } = baseReadingAt(record, moment);
      correction[index] = datum - value;
      if (gap <= maximumGap) covered[index] = 1;
    });
    const { kept, removed: uncovered } = partition(time.length, (index) => covered[index] === 1);
    const shown = `the base record does not cover ${uncovered.length} readings (gaps over ${maximumGap} s, its ends, no time): ${namedReadings(points, uncovered)}`;
    if (uncovered.length > 0) {
      if (onGap === "stop") throw new VerificationError(`${OWNER}: ${shown}`);
      context.logger.log(
        "warn",
        `${shown}; ${onGap === "remove" ? "removed" : "corrected by the nearest base readings, left alone without a time"}`,
      );
    }
    const extreme = (pick: (...values: number[]) => number) => correction.reduce((most, value) => pick(most, value), correction[0] ?? 0);
    context.report?.({
      datum,
      baseReadings: record.times.length,
      baseUnusable: record.unusable,
      baseAveraged: record.averaged,
      uncovered: uncovered.length,
      uncoveredLines: sourceLinesOf(points, uncovered),
      removed: onGap === "remove" ? uncovered.length : 0,
      correction: { min: extreme(Math.min), max: extreme(Math.max) },
    });
    const cut = (values: Float64Array) => {
      const result = { ...points, values };
      return onGap === "remove" && uncovered.length > 0 ? selectPoints(result, kept) : result;
    };
    context.product?.("correction", correctionPoints(cut(correction), cut(correction).values));
    return { kind: "points", points: cut(points.values.map((value, index) => value + (correction[index] as number))) };
  },
};
