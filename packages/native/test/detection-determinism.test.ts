import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadAddon } from "../lib/addon.js";

const script = fileURLToPath(new URL("./detection-digests.mjs", import.meta.url));
const digests = (level: string, threads: number) =>
  execFileSync(process.execPath, [script, String(threads)], { env: { ...process.env, GAM_ISA: level }, encoding: "utf8", stdio: "pipe" });

const levels = ["baseline", "avx2", "avx512"];
const available = levels.slice(0, levels.indexOf(loadAddon().isa) + 1);

describe("detection kernels give the same bits", () => {
  const expected = digests("baseline", 1);

  it.each(available.flatMap((level) => [1, 3].map((threads) => [level, threads] as const)))(
    "at level %s with %i threads",
    (level, threads) => {
      expect(digests(level, threads)).toBe(expected);
    },
  );
});
