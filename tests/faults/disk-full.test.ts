import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { differences, hashProducts } from "../../tools/campaign/kill.mjs";
import { emptyFolder, gam } from "../cli/gam.js";

const region = ["--bbox", "0", "0", "30", "30", "--offline"];

const mount = (folder: string, bytes: string): boolean => {
  mkdirSync(folder, { recursive: true });
  return spawnSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder]).status === 0;
};

it("a full disk is a clear error with status 8, and what was committed is used when there is room again", async (context) => {
  const folder = await emptyFolder();
  const small = join(folder, "small");
  if (!mount(small, "70m")) {
    console.warn("SKIPPED: the full disk test needs the right to mount a tmpfs (run as root)");
    context.skip();
  }
  onTestFinished(() => {
    spawnSync("umount", [small]);
  });
  const output = join(small, "out");
  // One layer grid is 26 MB and there are five, beside the products: 70 MB is room for two.
  const full = await gam(["fuse", ...region, "--output", output], { folder });
  expect(full.errors).toContain("GAM_RESOURCE");
  expect(full.errors).toContain("ENOSPC");
  expect([3, 8]).toContain(full.status);

  expect(spawnSync("mount", ["-o", "remount,size=800m", small]).status).toBe(0);
  const resumed = await gam(["fuse", ...region, "--output", output], { folder });
  expect(resumed.status).toBe(0);
  expect(resumed.output).toMatch(/[1-9]\d* reused/);
  const elsewhere = join(folder, "undisturbed");
  expect((await gam(["fuse", ...region, "--output", elsewhere], { folder })).status).toBe(0);
  expect(differences(hashProducts(elsewhere), hashProducts(output))).toEqual([]);
}, 300_000);
