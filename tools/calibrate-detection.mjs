#!/usr/bin/env node
// node tools/calibrate-detection.mjs [--detections 3000] [--seed 20]
// Writes packages/plugins/stage-detection/src/calibration.ts from training fields; run `npm run build` before and after.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bodyDetections } from "./campaign/detection.mjs";
import { campaignTools } from "./campaign/detection-tools.mjs";
import { TRAINING_KINDS } from "./campaign/null-fields.mjs";

const { values } = parseArgs({
  options: {
    detections: { type: "string", default: "3000" },
    seed: { type: "string", default: "20" },
  },
});
const [detections, seed] = [Number(values.detections), Number(values.seed)];
const log = (line) => process.stderr.write(`${line}\n`);
const tools = await campaignTools();
const kinds = Object.keys(TRAINING_KINDS);

const found = await bodyDetections(tools, { kinds, detections, seed: seed + 1, parameters: { q: 0.4, surrogates: 99 }, log });
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
  /** Detections that the knots were fitted to. */
  readonly detections: number;
  /** Reduced score and probability of a source, ascending. */
  readonly knots: readonly (readonly [reducedScore: number, probability: number])[];
} = {
  seed: ${seed},
  detections: ${detections},
  knots: [
${knots.map(([at, probability]) => `    [${number(at)}, ${number(probability)}],`).join("\n")}
  ],
};
`,
);
process.stdout.write(`calibrate-detection: ${knots.length} knots from ${detections} detections, seed ${seed}\n`);
