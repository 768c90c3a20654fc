#!/usr/bin/env node
// npm run campaign:detection -- [--nulls 1000] [--detections 5000] [--seed 1]
import { parseArgs } from "node:util";
import { binomialInterval, bodyDetections, brierSkillInterval, calibrationError, nullRates } from "./campaign/detection.mjs";
import { campaignTools } from "./campaign/detection-tools.mjs";
import { NULL_KINDS } from "./campaign/null-fields.mjs";

const { values } = parseArgs({
  options: {
    nulls: { type: "string", default: "1000" },
    detections: { type: "string", default: "5000" },
    seed: { type: "string", default: "1" },
  },
});
const [nulls, detections, seed] = [Number(values.nulls), Number(values.detections), Number(values.seed)];
const Q = 0.05;
const log = (line) => process.stderr.write(`${line}\n`);
const tools = await campaignTools();
const kinds = Object.keys(NULL_KINDS);
const each = Math.ceil(nulls / kinds.length);
const hits = await nullRates(tools, { kinds, each, seed, parameters: { q: Q }, log });
const fields = each * kinds.length;
const total = Object.values(hits).reduce((sum, count) => sum + count, 0);
const [low, high] = binomialInterval(fields, Q);
const found = await bodyDetections(tools, { kinds, detections, seed, parameters: { q: 0.4, surrogates: 99 }, log });
const { error, diagram } = calibrationError(found);
for (const { confidence, share, count } of diagram) log(`confidence ${confidence.toFixed(3)}: ${share.toFixed(3)} of ${count} are bodies`);
const { skill, low: skillLow, high: skillHigh } = brierSkillInterval(found, seed);
const holds = total >= low && total <= high && error <= 0.05 && skillLow > 0;
process.stdout.write(
  `campaign:detection: ${total} of ${fields} nulls detected at q ${Q} (95 % interval ${low}..${high}; ${kinds.map((kind) => `${kind} ${hits[kind]}/${each}`).join(", ")}); ` +
    `${found.length} detections: calibration error ${error.toFixed(3)}, Brier skill ${skill.toFixed(3)} (${skillLow.toFixed(3)}..${skillHigh.toFixed(3)}), seed ${seed}: ${holds ? "holds" : "DOES NOT HOLD"}\n`,
);
process.exitCode = holds ? 0 : 4;
