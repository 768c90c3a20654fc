import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { differences, seededRandom } from "../../tools/campaign/kill.mjs";
import { emptyFolder, gam, startGam } from "../cli/gam.js";
import { factsOfTask, hashEverything } from "./outputs.js";
import { type Project, smallProject, writeProject } from "./project.js";

const KILLS = 5;
const SEED = 3;

/** One joint inversion that takes a second or two, and what is made of it. */
function inversionOnly(): Project {
  const { joint } = smallProject().inversions ?? {};
  if (!joint) throw new Error("the example has no inversion named joint");
  const visualizers = { cog: false, figure: false, vector: false, volume: {}, report: {} } as const;
  return { ...smallProject(), inversions: { joint }, detections: {}, visualizers };
}

const checkpoints = (output: string): readonly string[] => {
  const folder = join(output, "state/checkpoints");
  return existsSync(folder) ? readdirSync(folder) : [];
};

interface Logged {
  readonly message?: string;
  readonly msg?: string;
}
const messages = (output: string): string[] =>
  readFileSync(join(output, "logs/small.log"), "utf8")
    .trimEnd()
    .split("\n")
    // A killed process may leave half a line.
    .flatMap((line) => (line.endsWith("}") ? [JSON.parse(line) as Logged] : []))
    .map(({ message, msg }) => message ?? msg ?? "");

const iterationsIn = (lines: readonly string[]) => lines.filter((line) => /^inversion:joint: (smooth|joint) \d+, chi2/.test(line));

/** Waits until a file of the run appears, or the run ends. */
async function checkpointOf(output: string, ended: Promise<unknown>): Promise<void> {
  let running = true;
  void ended.then(() => {
    running = false;
  });
  while (running && checkpoints(output).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

it("an inversion killed at random moments goes on after its last whole iteration, to the same bytes", async () => {
  const folder = await emptyFolder();
  await writeProject(join(folder, "small.yaml"), inversionOnly());
  const undisturbed = await gam(["run", "small.yaml", "--offline", "--output", "whole"], { folder });
  expect(undisturbed.errors).not.toContain("GAM_");
  expect(undisturbed.status).toBe(0);
  const whole = iterationsIn(messages(join(folder, "whole")));
  expect(whole.length).toBeGreaterThan(10);

  const output = join(folder, "killed");
  const random = seededRandom(SEED);
  let kills = 0;
  for (let start = 0; kills < KILLS && start < 3 * KILLS; start++) {
    const { child, ended } = startGam(["run", "small.yaml", "--offline", "--workers", "0", "--output", "killed"], { folder });
    await checkpointOf(output, ended);
    await new Promise((resolve) => setTimeout(resolve, random() * 600));
    child.kill("SIGKILL");
    const { status } = await ended;
    if (status !== null) break; // it was done before the signal came
    kills++;
    expect(checkpoints(output)).toHaveLength(1);
  }
  expect(kills).toBeGreaterThan(0);

  const last = await gam(["run", "small.yaml", "--offline", "--output", "killed"], { folder });
  expect(last.errors).not.toContain("GAM_");
  expect(last.status).toBe(0);
  expect(differences(hashEverything(join(folder, "whole")), hashEverything(output))).toEqual([]);
  expect(checkpoints(output)).toEqual([]);
  // Every iteration is known, once, to the record; those before a checkpoint were computed once.
  expect(factsOfTask(output, "small", "inversion:joint").steps).toEqual(
    factsOfTask(join(folder, "whole"), "small", "inversion:joint").steps,
  );
  const lines = messages(output);
  expect(lines.filter((line) => /^inversion:joint goes on after \w+ \d+/.test(line)).length).toBeGreaterThan(0);
  expect(iterationsIn(lines).length).toBeLessThan(whole.length + 3 * kills + 3);
}, 200_000);
