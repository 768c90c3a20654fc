import { type Kernels, residentGrid } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { nativeKernels } from "@geoanomaly/native";
import { describe, expect, it } from "vitest";
import { detect } from "../src/index.js";
import { header, SCORE, sampled, seededNormal, square } from "./scene.js";

const SIDE = 40;
const FIELDS = 60;
const Q = 0.1;

/** Sums over a neighbourhood of random width of random numbers of a random power: colour, tails and a drift of the deviation. */
function field(seed: number): Float32Array {
  const normal = seededNormal(7919 * seed + 1);
  const [width, power, drift] = [1 + (seed % 4), 1 + (seed % 3) / 5, (seed % 5) / 5];
  const [reach, wide] = [Math.ceil(2 * width), SIDE + 20];
  const source = Float64Array.from({ length: wide * wide }, () => {
    const z = normal();
    return Math.sign(z) * Math.abs(z) ** power;
  });
  const geometry = square(SIDE, 1);
  return sampled(geometry, (x, y) => {
    let sum = 0;
    for (let i = -reach; i <= reach; i++)
      for (let j = -reach; j <= reach; j++)
        sum += source[(Math.floor(y) + 10 + i) * wide + Math.floor(x) + 10 + j]! * Math.exp(-(i * i + j * j) / (2 * width * width));
    return sum * (1 + (drift * x) / SIDE);
  });
}

/** Quantiles 0.5 and 99.5 per cent of the number of hits in n trials, by the sum of the binomial distribution. */
function binomialInterval(n: number, p: number): readonly [number, number] {
  let [probability, sum] = [(1 - p) ** n, 0];
  let low: number | undefined;
  for (let k = 0; k <= n; k++) {
    sum += probability;
    if (low === undefined && sum >= 0.005) low = k;
    if (sum >= 0.995) return [low ?? 0, k];
    probability *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
  return [low ?? 0, n];
}

/** The whole campaign is `npm run campaign:detection`; this is to notice what breaks it. */
describe("detection under the global null", () => {
  let kernels: Kernels | undefined;
  try {
    kernels = nativeKernels({ threads: 2 });
  } catch {
    console.warn("skipped: the null of detection needs the native kernels (npm run build-native)");
  }

  it.skipIf(kernels === undefined)(`finds something in about ${100 * Q} % of ${FIELDS} fields without a source`, async () => {
    const context = await testContext({ ...(kernels && { kernels }) });
    let hits = 0;
    for (let seed = 0; seed < FIELDS; seed++) {
      const grid = residentGrid(header(square(SIDE, 1), SCORE), { values: field(seed) });
      const result = await detect.run({ kind: "grid", grid }, { q: Q, surrogates: 59, seed }, context);
      if (result.kind === "anomalies" && result.anomalies.anomalies.length > 0) hits++;
    }
    const [low, high] = binomialInterval(FIELDS, Q);
    expect(hits).toBeGreaterThanOrEqual(low);
    expect(hits).toBeLessThanOrEqual(high);
  });
});
