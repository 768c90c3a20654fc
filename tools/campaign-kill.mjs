#!/usr/bin/env node
// npm run campaign:kill -- [--kills 200] [--seed 1] [--folder data/campaign] [-- arguments of gam fuse]
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { killCampaign } from "./campaign/kill.mjs";

const { values, positionals } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    folder: { type: "string", default: "data/campaign" },
  },
  allowPositionals: true,
});
const result = await killCampaign({
  command: [process.execPath, resolve("packages/cli/bin/gam.js"), "fuse", "--output", "{output}", ...positionals],
  folder: resolve(values.folder),
  kills: Number(values.kills),
  seed: Number(values.seed),
  log: (line) => process.stderr.write(`${line}\n`),
});
for (const difference of result.differences.slice(0, 20)) process.stderr.write(`${difference}\n`);
const verdict = result.differences.length === 0 ? "same bytes as undisturbed" : `${result.differences.length} DIFFERENCES`;
process.stdout.write(
  `campaign:kill: ${result.kills} SIGKILLs in ${result.starts} starts, ${result.rounds} complete rounds of ${result.products} products, seed ${result.seed}: ${verdict}\n`,
);
process.exitCode = result.differences.length === 0 ? 0 : 4;
