import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { differences, hashProducts } from "../../tools/campaign/kill.mjs";
import { emptyFolder, gam } from "../cli/gam.js";

const region = ["--bbox", "100", "-20", "130", "10", "--offline"];
let expected = new Map<string, string>();

async function products(flags: readonly string[], environment: Record<string, string>): Promise<Map<string, string>> {
  const folder = await emptyFolder();
  const { status, errors } = await gam(["fuse", ...region, "--output", join(folder, "out"), ...flags], { folder, environment });
  expect(errors.replace(/^.*tasks done.*\n/gm, "")).toBe("");
  expect(status).toBe(0);
  return hashProducts(join(folder, "out"));
}

/** Sidecars and catalogue name the kernel set, not the processor: they are compared too. */
beforeAll(async () => {
  expected = await products(["--threads", "2", "--workers", "2"], {});
  expect(expected.size).toBeGreaterThan(9 * 7);
}, 200_000);

const flags = readFileSync("/proc/cpuinfo", "utf8");
const levels = ["baseline", ...(/\bavx2\b/.test(flags) ? ["avx2"] : []), ...(/\bavx512vl\b/.test(flags) ? ["avx512"] : [])];

it("is the same on one thread in one process as on two workers", async () => {
  expect(differences(expected, await products(["--threads", "1", "--workers", "0"], {}))).toEqual([]);
}, 200_000);

it.each(levels)(
  "is the same when the instruction set is held at %s",
  async (level) => {
    expect(differences(expected, await products([], { GAM_ISA: level }))).toEqual([]);
  },
  200_000,
);
