#!/usr/bin/env node
// node tools/calibrate-detection.mjs [--nulls 900] [--detections 3000] [--seed 20]
// Writes packages/plugins/stage-detection/src/calibration.ts from training fields; run `npm run build` before and after.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bodyDetections, detectIn } from "./campaign/detection.mjs";
import { campaignTools } from "./campaign/detection-tools.mjs";
import { nullField, TRAINING_KINDS } from "./campaign/null-fields.mjs";

const { values } = parseArgs({
  options: {
    nulls: { type: "string", default: "900" },
    detections: { type: "string", default: "3000" },
    seed: { type: "string", default: "20" },
  },
});
const [nulls, detections, seed] = [Number(values.nulls), Number(values.detections), Number(values.seed)];
const log = (line) => process.stderr.write(`${line}\n`);
const tools = await campaignTools();
const kinds = Object.keys(TRAINING_KINDS);
const { CALIBRATION: before } = await import("../packages/plugins/stage-detection/dist/calibration.js");

// How much too small ranks are: the rank is what was reported over the inflation that went into it.
const ranks = [];
for (let index = 0; index < nulls; index++) {
  const { facts } = await detectIn(tools, nullField(kinds[index % kinds.length], seed, index), { q: 0.05, passes: 1, seed: index });
  ranks.push(facts.mapProbability / before.inflation);
  if (index % 100 === 99)
    log(`${index + 1} nulls, ${ranks.filter((rank) => rank <= 0.05).length} at 5 %, ${ranks.filter((rank) => rank <= 0.1).length} at 10 %`);
}
// The mean over levels from 2 to 15 per cent is less a matter of luck than one level alone.
const levels = [0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.125, 0.15];
const inflation =
  levels.reduce((sum, level) => sum + ranks.filter((rank) => rank <= level + 1e-9).length / nulls / level, 0) / levels.length;
log(`inflation ${inflation.toFixed(3)}`);

const found = await bodyDetections(tools, { kinds, detections, seed: seed + 1, parameters: { q: 0.4 }, log });
/** Pool-adjacent-violators: the non-decreasing shares that are nearest to the outcomes, in blocks of at least `least`. */
function isotonic(sorted, least) {
  const blocks = [];
  for (let k = 0; k < sorted.length; k += least) {
    const part = sorted.slice(k, k + least);
    blocks.push({
      count: part.length,
      bodies: part.filter(({ isBody }) => isBody).length,
      at: part.reduce((sum, { reduced }) => sum + reduced, 0),
    });
    for (let last = blocks.length - 1; last > 0; last--) {
      const [a, b] = [blocks[last - 1], blocks[last]];
      if (a.bodies / a.count <= b.bodies / b.count) break;
      blocks.splice(last - 1, 2, { count: a.count + b.count, bodies: a.bodies + b.bodies, at: a.at + b.at });
    }
  }
  return blocks.map(({ count, bodies, at }) => [at / count, (bodies + 0.5) / (count + 1)]);
}
const knots = isotonic(
  found.sort((a, b) => a.reduced - b.reduced),
  Math.ceil(detections / 20),
);
const number = (value) => Number(value.toFixed(3));
const target = new URL("../packages/plugins/stage-detection/src/calibration.ts", import.meta.url);
writeFileSync(
  target,
  `/** Written by \`node tools/calibrate-detection.mjs\`; not to be edited. */
export const CALIBRATION: {
  readonly seed: number;
  /** How often nulls of known generators have a small rank, over how often they should: surrogates know a spectrum from one field only. */
  readonly inflation: number;
  /** Nulls that the inflation was found on. */
  readonly nulls: number;
  /** Detections that the knots were fitted to. */
  readonly detections: number;
  /** Reduced score and probability of a source, ascending. */
  readonly knots: readonly (readonly [reducedScore: number, probability: number])[];
} = {
  seed: ${seed},
  inflation: ${number(inflation)},
  nulls: ${nulls},
  detections: ${detections},
  knots: [
${knots.map(([at, probability]) => `    [${number(at)}, ${number(probability)}],`).join("\n")}
  ],
};
`,
);
process.stdout.write(
  `calibrate-detection: inflation ${number(inflation)} from ${nulls} nulls, ${knots.length} knots from ${detections} detections, seed ${seed}\n`,
);
