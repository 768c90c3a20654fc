#!/usr/bin/env node
// npm run bench -- [kernels] [harmonics] [spectral] [inversion] [job] [growth]: ours and a peer in one run; prints a table, writes bench-results/<date>.json.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describeMachine } from "./bench/machine.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const peers = resolve(process.env.GAM_PEERS ?? join(root, "../shared/peers"));
const scratch = resolve(process.env.GAM_BENCH ?? join(root, "data/bench"));
const parts = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ["kernels", "harmonics", "inversion", "job", "growth"];

if (!existsSync(join(peers, "w1_python.py"))) {
  process.stderr.write(
    `The scripts of the peers are not in ${peers}. Set GAM_PEERS to their folder: a speed without a peer is no result.\n`,
  );
  process.exit(5);
}
const data = join(scratch, "data");
if (!existsSync(join(data, "grav.gdf"))) {
  process.stderr.write("making the inputs of the peers (about 20 s)\n");
  mkdirSync(data, { recursive: true });
  execFileSync("/usr/bin/python3", [join(peers, "gen_data.py"), data, "--text"], { stdio: "inherit" });
}

const { nativeKernels, threadBudget } = await import("@geoanomaly/native");
const { WGS84 } = await import("@geoanomaly/core");
const kernels = nativeKernels();
const gam = join(root, "packages/cli/bin/gam.js");
const rows = [];
for (const part of parts) {
  process.stderr.write(`${part} ...\n`);
  if (part === "kernels") {
    const { benchKernels } = await import("./bench/kernels.mjs");
    const { openIcgem } = await import("./bench/open-icgem.mjs");
    rows.push(...(await benchKernels({ data, peers, kernels, openIcgem: openIcgem(kernels) })));
  } else if (part === "harmonics") {
    const { benchHarmonics } = await import("./bench/harmonics.mjs");
    rows.push(...(await benchHarmonics({ scratch: join(scratch, "harmonics"), peers, kernels, ellipsoid: WGS84 })));
  } else if (part === "spectral") {
    const { benchSpectral } = await import("./bench/spectral.mjs");
    rows.push(...(await benchSpectral({ data, peers, scratch: join(scratch, "spectral"), kernels })));
  } else if (part === "inversion") {
    const { benchInversion } = await import("./bench/inversion.mjs");
    rows.push(...(await benchInversion({ scratch: join(scratch, "inversion"), peers, kernels, threads: threadBudget().threads })));
  } else if (part === "gridding") {
    const { benchGridding } = await import("./bench/gridding.mjs");
    const survey = resolve(process.env.GAM_DATA ?? join(root, "../shared/data"));
    rows.push(...(await benchGridding({ data, peers, scratch: join(scratch, "gridding"), survey, kernels })));
  } else if (part === "whole-inversion") {
    const { benchWholeInversion } = await import("./bench/whole-inversion.mjs");
    const whole = await benchWholeInversion({ kernels, threads: threadBudget().threads });
    rows.push({ ...whole, name: whole.what, ours_seconds: whole.seconds, ours_peak_bytes: whole.peakMegabytes * 2 ** 20 });
  } else if (part === "job") {
    const { benchJob } = await import("./bench/job.mjs");
    rows.push(...(await benchJob({ gam, data, peers, scratch: join(scratch, "job") })));
  } else if (part === "growth") {
    const { benchGrowth } = await import("./bench/job.mjs");
    rows.push(...(await benchGrowth({ gam, data, scratch: join(scratch, "growth") })));
  } else {
    process.stderr.write(`unknown part ${part}: expected kernels, harmonics, spectral, inversion, whole-inversion, job or growth\n`);
    process.exit(2);
  }
}

const result = { machine: describeMachine(), kernels: kernels.id, threads: threadBudget().threads, rows };
const folder = join(root, "bench-results");
mkdirSync(folder, { recursive: true });
const file = join(folder, `${result.machine.date.replaceAll(":", "").slice(0, 17)}-${parts.join("-")}.json`);
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);

const seconds = (value) => (value === undefined ? "" : value >= 1 ? `${value.toFixed(2)} s` : `${(value * 1e3).toFixed(1)} ms`);
for (const row of rows) {
  const versus =
    row.ratio === undefined ? "" : `, ${row.peer} ${seconds(row.peer_seconds)}, ratio ${row.ratio.toFixed(1)} (goal ${row.goal})`;
  const memory = row.ours_peak_bytes === undefined ? "" : `, peak ${(row.ours_peak_bytes / 1e6).toFixed(0)} MB`;
  process.stdout.write(`${row.name}: ${seconds(row.ours_seconds)}${memory}${versus}\n`);
}
process.stdout.write(`${result.machine.processor}, ${result.machine.cores} cores, ${kernels.id}; written to ${file}\n`);
