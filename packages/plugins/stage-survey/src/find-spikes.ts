import type { PointSet } from "@geoanomaly/core";
import { lineResiduals } from "./line-residuals.js";
import { robustSigma } from "./median.js";
import { planeOf } from "./plane.js";
import { distanceAlong, type SurveyLine } from "./survey-lines.js";

export interface SpikeSearch {
  /** Readings on either side that say how rough the line is. */
  readonly window: number;
  /** Robust standard deviations. */
  readonly threshold: number;
  /** Deviations below this are no spikes, unit of the values. */
  readonly minimum: number;
}

export interface Spike {
  readonly index: number;
  /** Value minus what the neighbours along the line predict. */
  readonly deviation: number;
}

/** The residuals around one, itself included; at the ends of a line the window is moved inwards. */
function around(residuals: Float64Array, index: number, window: number): Float64Array {
  const width = Math.min(2 * window + 1, residuals.length);
  const first = Math.min(Math.max(0, index - window), residuals.length - width);
  return residuals.subarray(first, first + width).filter((residual) => !Number.isNaN(residual));
}

/**
 * Hampel's identifier on what the readings differ by from their neighbours along the line: a spike deviates by more than `threshold`
 * times 1.4826 MAD of the deviations around it. That scale is never taken below the one of the whole survey: on a calm stretch rounding
 * would look like spikes. Where neither has a scale nothing is a spike.
 * @returns In order of the readings.
 * @see Hampel (1974), The influence curve and its role in robust estimation, J. Am. Stat. Assoc. 69
 */
export function findSpikes(points: PointSet, lines: readonly SurveyLine[], { window, threshold, minimum }: SpikeSearch): readonly Spike[] {
  const plane = planeOf(points);
  const residuals = lines.map((line) => {
    const values = Float64Array.from(line.members, (index) => points.values[index] as number);
    return lineResiduals(distanceAlong(plane, line), values);
  });
  const survey = robustSigma(residuals.flatMap((line) => [...line.filter((residual) => !Number.isNaN(residual))]));
  const spikes: Spike[] = [];
  lines.forEach(({ members }, at) => {
    const line = residuals[at] as Float64Array;
    line.forEach((deviation, k) => {
      const size = Math.abs(deviation);
      if (!(size > minimum && size > threshold * survey)) return; // most readings: spares the window
      const scale = Math.max(survey, robustSigma(around(line, k, window)));
      if (scale > 0 && size > threshold * scale) spikes.push({ index: members[k] as number, deviation });
    });
  });
  return spikes.sort((a, b) => a.index - b.index);
}
