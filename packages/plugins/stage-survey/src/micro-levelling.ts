import { GridMismatchError, InvalidParameterError, parameters, type StagePlugin } from "@geoanomaly/core";
import { correctionPoints } from "./correction-points.js";
import { decorrugate } from "./decorrugate.js";
import { angleBetween, angleOf, axisOf, mainAxis } from "./line-direction.js";
import { lineProfiles, profileAt, rotated } from "./line-profiles.js";
import { median } from "./median.js";
import { planeOf } from "./plane.js";
import { pointInput } from "./point-input.js";
import { surveyLines } from "./survey-lines.js";

const OWNER = "stage micro-levelling";
const NAMES = ["wavelength", "limit", "neighbours", "reach", "azimuth", "iterations"] as const;

/** Lines further from the common direction than this are left alone: tie lines, transits. Radians. */
const PARALLEL = Math.PI / 6;

/**
 * Takes out what levelling leaves: errors that are long along the lines and change from line to line (corrugation). Along each line the
 * wavelengths beyond `wavelength` are compared with those of the lines beside it; the difference, at most `limit`, is taken out. Geology
 * that runs along the lines, longer than `wavelength` and narrower than the line spacing, looks the same: `limit` says how much of it may
 * be lost, and the by-product `correction` shows what was.
 * @throws GridMismatchError for readings without lines, or fewer than three parallel ones.
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
      neighbours: { type: "integer", minimum: 1, maximum: 5, default: 2, description: "Lines on either side to compare with" },
      reach: { type: "number", exclusiveMinimum: 0, description: "Metres across to the furthest of them; default: no limit" },
      azimuth: {
        type: "number",
        description: "Direction of the lines, degrees clockwise from north; default: the one most was flown along",
      },
      iterations: { type: "integer", minimum: 1, maximum: 200, default: 20 },
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
    if (lines.length < 3)
      throw new GridMismatchError(`three or more parallel lines as input of ${OWNER}`, `${lines.length} of ${all.length} lines`);
    const places = rotated(plane, angleOf(axis));
    const profiles = lineProfiles(points.values, places, lines, wavelength);
    context.signal.throwIfAborted();
    const corrections = decorrugate(profiles, {
      neighbours: given.number("neighbours", { min: 1, max: 5, integer: true }) ?? 2,
      reach: given.number("reach", { min: Number.MIN_VALUE }) ?? Number.POSITIVE_INFINITY,
      limit,
      iterations: given.number("iterations", { min: 1, max: 200, integer: true }) ?? 20,
    });
    const correction = new Float64Array(points.values.length);
    let compared = 0;
    let atLimit = 0;
    lines.forEach(({ members }, line) => {
      for (const index of members) {
        const value = profileAt(profiles, corrections, line, places.along[index] as number);
        if (Number.isNaN(value)) continue;
        correction[index] = value;
        compared++;
        if (Math.abs(value) >= limit * (1 - 1e-9)) atLimit++;
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
      readingsAtLimit: atLimit,
      correctionRms: rms,
      correctionMedianSize: median(correction.map(Math.abs)),
    };
    context.report?.(facts);
    context.logger.log(
      "info",
      `micro-levelling of ${lines.length} lines: corrections of ${rms.toFixed(2)} ${unit} rms, ${atLimit} readings at the limit`,
      facts,
    );
    context.product?.("correction", correctionPoints(points, correction));
    return { kind: "points", points: { ...points, values: points.values.map((value, index) => value + (correction[index] as number)) } };
  },
};
