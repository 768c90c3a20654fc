#!/usr/bin/env node
// npm run examples -- [name ...] [--mirror DIR]
// Runs the examples in full, and puts their key numbers and figures into the pages of docs/examples.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { root, run } from "./setup/command.mjs";

const { values, positionals } = parseArgs({ options: { mirror: { type: "string" } }, allowPositionals: true });
const mirror = values.mirror ?? process.env.GAM_MIRROR ?? join(root, "../shared/data");
const all = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".yaml"));
const names = positionals.length > 0 ? positionals : all.map((name) => basename(name, ".yaml"));

const round = (value) => (typeof value === "number" ? Number(value.toPrecision(4)).toLocaleString("en") : "–");

/** Commit records of a finished run, by task. */
function recordsOf(name) {
  const folder = join(root, "data/examples", name);
  const { tasks } = JSON.parse(readFileSync(join(folder, `manifest/${name}_manifest.json`), "utf8"));
  return Object.entries(tasks).map(([task, hash]) => [
    task,
    JSON.parse(readFileSync(join(folder, "state/commits", hash.slice(0, 2), `${hash}.json`), "utf8")).record.facts,
  ]);
}

/** One row per survey and layer, inversion and detection. */
function numbersOf(name) {
  const rows = [];
  for (const [task, facts] of recordsOf(name)) {
    const statistics = facts.data?.statistics;
    if (statistics) {
      const { count, min, median, max, std } = statistics;
      rows.push([task, `${round(count)} values, ${round(min)} to ${round(max)}, median ${round(median)}, deviation ${round(std)}`]);
    }
    if (facts.steps) {
      const last = facts.steps.at(-1);
      const misfit = Object.entries(last.misfit).map(([data, value]) => `${data} ${round(value)}`);
      rows.push([
        task,
        `${facts.stopped} after ${facts.steps.length - 1} iterations, chi-squared per reading ${misfit.join(", ")}; operator ${facts.operator.operator}`,
      ]);
      for (const [property, { statistics: of }] of Object.entries(facts.models))
        rows.push([`${task} ${property}`, `${round(of.min)} to ${round(of.max)}`]);
    }
    if (task.startsWith("detection:")) {
      const { found, threshold, mapProbability } = facts.facts;
      rows.push([
        task,
        `${found} anomalies above a score of ${round(threshold)}; probability of the highest peak by chance ${round(mapProbability)}`,
      ]);
    }
  }
  return ["| what | numbers |", "|---|---|", ...rows.map((cells) => `| ${cells.join(" | ")} |`)].join("\n");
}

/** Puts the numbers between the markers of the page, and the figures it shows beside it. */
function bringPageUpToDate(name) {
  const page = join(root, `docs/examples/${name}.md`);
  const numbers = numbersOf(name);
  console.log(`${name}\n${numbers}\n`);
  if (!existsSync(page)) return;
  const text = readFileSync(page, "utf8");
  writeFileSync(
    page,
    text.replace(/(<!-- numbers -->\n).*?(<!-- end -->)/s, (_, start, end) => `${start}${numbers}\n${end}`),
  );
  const images = join(root, "docs/examples/images");
  mkdirSync(images, { recursive: true });
  for (const [, image] of text.matchAll(/\]\(images\/([^)]+)\)/g)) {
    // images/raglan--model--as-published.susceptibility--sections.png is figures/model/as-published.susceptibility/sections.png
    const [, ...path] = image.split("--");
    copyFileSync(join(root, "data/examples", name, "figures", ...path), join(images, image));
  }
}

let failed = 0;
for (const name of names) {
  const { status } = await run(process.execPath, ["packages/cli/bin/gam.js", "run", `examples/${name}.yaml`, "--mirror", mirror]);
  if (status === 0 || status === 6) bringPageUpToDate(name);
  if (status !== 0) {
    console.error(`${name}: exit status ${status}`);
    failed++;
  }
}
process.exitCode = failed === 0 ? 0 : 1;
