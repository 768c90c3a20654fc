import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { RunOutcome, RunPlan } from "@geoanomaly/core";
import type { Terminal } from "./terminal.js";

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const few = (items: readonly string[]) => `${items.slice(0, 5).join(", ")}${items.length > 5 ? ` and ${items.length - 5} more` : ""}`;

/** Layers whose values are made up, wholly or in part. */
function syntheticLayers(plan: RunPlan): readonly string[] {
  return Object.entries(plan.settings.sources)
    .filter(([, files]) => files.some(({ record }) => record.synthetic === true))
    .map(([layer]) => layer);
}

/** The last lines of a run: what is there, what failed, where to look, and what to be careful with. */
export function printSummary(plan: RunPlan, outcome: RunOutcome, terminal: Pick<Terminal, "print" | "warn">): void {
  const { failed, failedTiles, blocked, findings, unavailable } = outcome;
  const folder = relative(process.cwd(), plan.settings.folder) || ".";
  terminal.print(
    `${plural(outcome.committed, "task")} committed, ${outcome.reused} reused, ${failed.length} failed, in ${(outcome.durationMs / 1000).toFixed(1)} s; ` +
      `${plan.tiles.length > 0 ? `${plural(plan.tiles.length, "tile")}, ` : ""}${(outcome.bytes / 1e6).toFixed(1)} MB written`,
  );
  for (const { modality, message } of unavailable) terminal.warn(`Went on without ${modality}: ${message}`);
  for (const { task, code, message } of failed.slice(0, 10)) terminal.warn(`${task}: ${code}: ${message.split("\n", 1)[0]}`);
  if (blocked.length > 0) terminal.warn(`Not run, since something they need failed: ${few(blocked)}`);
  const errors = findings.filter(({ severity }) => severity === "error");
  for (const { checkpoint, path, message } of errors.slice(0, 10)) terminal.warn(`${checkpoint}: ${path}: ${message}`);
  if (outcome.notConverged.length > 0) terminal.warn(`Ended without reaching the target: ${few(outcome.notConverged)}`);
  if (failedTiles.length > 0) terminal.warn(`${plural(failedTiles.length, "tile")} to rerun or to look at: ${few(failedTiles)}`);
  terminal.print(`Outputs     ${folder}`);
  const regional = plan.configuration.job === "regional";
  const report = join(folder, "report", `${plan.configuration.name}.html`);
  if (regional && existsSync(report)) terminal.print(`Report      ${report}`);
  const map = join(folder, "quicklook", "global_fused.png");
  if (existsSync(map)) terminal.print(`Global map  ${map}`);
  if (regional) {
    for (const caution of outcome.cautions) terminal.print(caution);
    return;
  }
  terminal.print(`Look at it  npx gam serve ${folder}`);
  const synthetic = syntheticLayers(plan);
  if (synthetic.length > 0) {
    terminal.print(`Part of this is synthetic: the layer ${few(synthetic)} is made up and shows nothing of the Earth.`);
    terminal.print("Real inputs: npm start -- --fetch   (or set GAM_MIRROR to a folder that holds them)");
  }
}
