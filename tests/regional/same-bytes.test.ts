import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { differences } from "../../tools/campaign/kill.mjs";
import { emptyFolder, gam } from "../cli/gam.js";
import { hashEverything } from "./outputs.js";
import { smallProject, writeProject } from "./project.js";

const project = { ...smallProject(450), visualizers: { cog: {}, figure: { formats: ["svg"] }, vector: {}, volume: {}, report: {} } };
let expected = new Map<string, string>();

async function bytes(flags: readonly string[], environment: Record<string, string>): Promise<Map<string, string>> {
  const folder = await emptyFolder();
  await writeProject(join(folder, "small.yaml"), project);
  const { status, errors } = await gam(["run", "small.yaml", "--offline", ...flags], { folder, environment });
  expect(errors).not.toMatch(/GAM_|^error/m);
  expect(status).toBe(0);
  return hashEverything(join(folder, "out"));
}

/** Products, models, grids and predictions as later tasks read them, and commit records. */
beforeAll(async () => {
  expected = await bytes(["--workers", "2"], { GAM_THREADS: "2" });
  const kept = [...expected.keys()];
  expect(kept.filter((path) => path.startsWith("state/work/")).length).toBeGreaterThan(15);
  expect(kept.filter((path) => /^(cog|figures|vectors|volumes|report|manifest)\//.test(path)).length).toBeGreaterThan(40);
}, 200_000);

const flags = readFileSync("/proc/cpuinfo", "utf8");
const levels = ["baseline", ...(/\bavx2\b/.test(flags) ? ["avx2"] : []), ...(/\bavx512vl\b/.test(flags) ? ["avx512"] : [])];

it("is the same on one thread in one process as on two threads of two workers", async () => {
  expect(differences(expected, await bytes(["--workers", "0"], { GAM_THREADS: "1" }))).toEqual([]);
}, 200_000);

it.each(levels)(
  "is the same when the instruction set is held at %s",
  async (level) => {
    expect(differences(expected, await bytes([], { GAM_ISA: level }))).toEqual([]);
  },
  200_000,
);
