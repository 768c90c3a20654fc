import { GridMismatchError, InvalidParameterError, parameters, planeOf, type StagePlugin, surveyLines } from "@geoanomaly/core";
import { correctionPoints } from "./correction-points.js";
import { decorrugate } from "./decorrugate.js";
import { angleBetween, angleOf, axisOf, mainAxis } from "./line-direction.js";
import { lineProfiles, profileAt, rotated } from "./line-profiles.js";
import { median } from "./median.js";
import { pointInput } from "./point-input.js";

const OWNER = "stage micro-levelling";
const NAMES = ["wavelength", "limit", "across", "azimuth"] as const;

/** Lines further from the common direction than this are left alone: tie lines, transits. Radians. */
const PARALLEL = Math.PI / 6;

/**
 * Takes out what levelling leaves: errors that are long along the lines and change from line to line (corrugation). Along each line the
 * wavelengths beyond `wavelength` are smoothed across the lines; what that changes, at most `limit`, is taken out. Geology that runs along the lines, longer than `wavelength` and narrower than the line spacing, looks the same: `limit` says how much of it may
 * be lost, and the by-product `correction` shows what was.
 * @throws GridMismatchError for readings without lines, or fewer than four parallel ones.
 */
export const microLevelling: StagePlugin = {
  kind: "stage",
  id: "micro-levelling",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    required: ["wavelength", "limit"],
    properties: {
      wavelength: { type: "number", exclusiveMinimum: 0, description: "Metres along the lines; shorter wavelengths are left alone" },
      limit: { type: "number", exclusiveMinimum: 0, description: "Largest correction, unit of the values" },
      across: {
        type: "number",
        minimum: 2.5,
        default: 4,
        description: "Wavelength across the lines, in line spacings, that is halved; longer ones stay",
      },
      azimuth: {
        type: "number",
        description: "Direction of the lines, degrees clockwise from north; default: the one most was flown along",
      },
    },
  },
  run: async (data, raw, context) => {
    const points = pointInput(OWNER, data, context.signal);
    const given = parameters(OWNER, raw, NAMES);
    const required = (name: "wavelength" | "limit") => {
      const value = given.number(name, { min: Number.MIN_VALUE });
      if (value === undefined) throw new InvalidParameterError(OWNER, name, "a number > 0", "nothing");
      return value;
    };
    const [wavelength, limit] = [required("wavelength"), required("limit")];
    const azimuth = given.number("azimuth");
    const plane = planeOf(points);
    const all = surveyLines(OWNER, points);
    const radians = azimuth === undefined ? undefined : ((90 - azimuth) * Math.PI) / 180;
    const axis = radians === undefined ? mainAxis(plane, all) : { cosine: Math.cos(2 * radians), sine: Math.sin(2 * radians) };
    const lines = all.filter((line) => angleBetween(axisOf(plane, line), axis) <= PARALLEL);
    if (lines.length < 4)
      throw new GridMismatchError(`four or more parallel lines as input of ${OWNER}`, `${lines.length} of ${all.length} lines`);
    const places = rotated(plane, angleOf(axis));
    const profiles = lineProfiles(points.values, places, lines, wavelength);
    context.signal.throwIfAborted();
    const { corrections, spared } = decorrugate(profiles, { across: given.number("across", { min: 2.5 }) ?? 4, limit });
    const correction = new Float64Array(points.values.length);
    let compared = 0;
    lines.forEach(({ members }, line) => {
      for (const index of members) {
        const value = profileAt(profiles, corrections, line, places.along[index] as number);
        if (Number.isNaN(value)) continue;
        correction[index] = value;
        compared++;
      }
    });
    const rms = Math.sqrt(correction.reduce((sum, value) => sum + value * value, 0) / Math.max(1, compared));
    const { unit } = points.quantity;
    const facts = {
      azimuth: 90 - (angleOf(axis) * 180) / Math.PI,
      parallelLines: lines.length,
      otherLines: all.length - lines.length,
      readingsCompared: compared,
      readingsNotCompared: points.values.length - compared,
      /** Part of the compared pieces of lines that differ by more than the limit: geology, or errors too large for this stage. */
      sparedFraction:
        spared.reduce((sum, flag) => sum + flag, 0) /
        Math.max(
          1,
          corrections.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0),
        ),
      correctionRms: rms,
      correctionMedianSize: median(correction.map(Math.abs)),
    };
    context.report?.(facts);
    context.logger.log("info", `micro-levelling of ${lines.length} lines: corrections of ${rms.toFixed(2)} ${unit} rms`, facts);
    context.product?.("correction", correctionPoints(points, correction));
    return { kind: "points", points: { ...points, values: points.values.map((value, index) => value + (correction[index] as number)) } };
  },
};
