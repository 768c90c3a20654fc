import { describe, expect, it } from "vitest";
import { confidenceOf } from "../src/confidence.js";
import { bandTail, TAIL_PROBABILITIES, tailScore } from "../src/null/band-tail.js";
import { marginalOf, normalScores } from "../src/null/normal-scores.js";
import { expectedByChance, familywiseThreshold, nullMaxima, rankProbability, significance } from "../src/null/null-maxima.js";
import { seededNormal, seededRandom } from "./scene.js";

describe("marginalOf", () => {
  const normal = seededNormal(4);
  const scores = Float32Array.from({ length: 20_000 }, normal);

  it("bends a heavy-tailed sample back to the normal one it came from", () => {
    const heavy = scores.map((z) => 3 + 2 * z * Math.exp(0.1 * z * z));
    const marginal = marginalOf(heavy);
    expect(marginal.tails[0]).toBeCloseTo(0.2, 1);
    expect(marginal.tails[1]).toBeCloseTo(0.2, 1);
    const back = normalScores(heavy, marginal);
    const worst = back.reduce((most, z, k) => Math.max(most, Math.abs(z - (scores[k] as number))), 0);
    expect(worst).toBeLessThan(0.25);
  });

  it("is not changed by what the outermost per cent is", () => {
    const spoiled = scores.slice();
    const order = [...spoiled.keys()].sort((a, b) => (spoiled[b] as number) - (spoiled[a] as number));
    for (const k of order.slice(0, 150)) spoiled[k] = 1000;
    expect(marginalOf(spoiled).values).toEqual(marginalOf(scores).values);
  });

  it("ascends, and keeps NaN", () => {
    const { values } = marginalOf(scores.map((z) => Math.round(Math.max(-1, Math.min(1, z)))));
    for (let k = 1; k < values.length; k++) expect(values[k]).toBeGreaterThan(values[k - 1] as number);
    expect(normalScores(Float32Array.of(Number.NaN), marginalOf(scores))[0]).toBeNaN();
  });
});

describe("bandTail", () => {
  it("finds unit and exponent of a distribution that is one, and its scores", () => {
    const score = (p: number) =>
      [
        0.67448975, 1.036433389, 1.281551566, 1.439531471, 1.644853627, 1.811910673, 1.959963985, 2.170090378, 2.326347874, 2.432379059,
        2.575829304,
      ][TAIL_PROBABILITIES.indexOf(p)]!;
    const value = (z: number) => 0.8 * z * Math.exp(0.15 * z * z);
    const tail = bandTail(TAIL_PROBABILITIES.map((p) => value(score(p))));
    expect(tail.unit).toBeCloseTo(0.8, 9);
    expect(tail.exponent).toBeCloseTo(0.3, 9);
    for (const z of [-4, -0.01, 0.5, 2, 6]) expect(tailScore(Math.sign(z) * value(Math.abs(z)), tail)).toBeCloseTo(z, 7);
    expect(tailScore(0, tail)).toBe(0);
    expect(tailScore(Number.NaN, tail)).toBeNaN();
  });
});

describe("nullMaxima", () => {
  const random = seededRandom(12);
  /** Gumbel numbers of location 4 and scale 0.3, as two scales of which the second has twice the deviation. */
  const maxima = Float64Array.from(
    { length: 2 * 2000 },
    (_, k) => (4 - 0.3 * Math.log(-Math.log(random() + 1e-12))) * (k % 2 === 0 ? 1 : 2),
  );
  const fitted = nullMaxima(maxima, 2);

  it("puts scales of different deviation on one footing", () => {
    const [first, second] = fitted.scoreOfDeviation as [number, number];
    expect(first / second).toBeCloseTo(2, 1);
  });

  it("tells probabilities by rank, and beyond the surrogates by the fitted tail", () => {
    const threshold = familywiseThreshold(fitted, 0.05);
    expect(rankProbability(fitted, threshold)).toBeLessThanOrEqual(0.05);
    expect(rankProbability(fitted, threshold * 0.99)).toBeGreaterThan(0.05);
    const top = fitted.sorted.at(-1) as number;
    expect(significance(fitted, top + 2)).toBeLessThan(significance(fitted, top));
    expect(significance(fitted, top + 2)).toBeGreaterThan(0);
    expect(significance(fitted, 0)).toBe(1);
  });

  it("expects the more by chance the lower the level", () => {
    const levels = [3, 4, 5, 6, 7, 8, 9, 12].map((level) => expectedByChance(fitted, level));
    for (let k = 1; k < levels.length; k++) expect(levels[k] as number).toBeLessThanOrEqual(levels[k - 1] as number);
  });

  it("claims nothing when there are too few surrogates for the rate", () => {
    expect(familywiseThreshold(nullMaxima(maxima.slice(0, 38), 2), 0.01)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("confidenceOf", () => {
  it("is a probability that grows with the score", () => {
    const confidences = [-50, -1, 0, 0.5, 1, 2, 3, 5, 8, 100].map(confidenceOf);
    for (let k = 1; k < confidences.length; k++) expect(confidences[k] as number).toBeGreaterThanOrEqual(confidences[k - 1] as number);
    expect(confidences[0] as number).toBeGreaterThan(0);
    expect(confidences.at(-1) as number).toBeLessThan(1);
  });
});
