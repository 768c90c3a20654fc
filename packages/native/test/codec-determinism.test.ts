import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { loadAddon } from "@geoanomaly/native";
import { describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("./codec-digest.mjs", import.meta.url));
const digest = (threads: number, isa: string) =>
  execFileSync(process.execPath, [script, String(threads)], { encoding: "utf8", env: { ...process.env, GAM_ISA: isa } })
    .trim()
    .split(" ");

describe("bytes of the codecs", () => {
  const levels = ["baseline", "avx2", "avx512"];
  const available = levels.slice(0, levels.indexOf(loadAddon().isa) + 1);
  if (available.length < levels.length) console.warn(`SKIPPED: ${levels.slice(available.length).join(", ")}, which this processor lacks`);

  it("are the same for 1, 2 and 5 threads and for every instruction-set level", () => {
    const [, expected] = digest(1, "baseline");
    expect(expected).toMatch(/^[0-9a-f]{64}$/);
    for (const isa of available) {
      for (const threads of isa === "baseline" ? [2, 5] : [1]) expect(digest(threads, isa)).toEqual([isa, expected]);
    }
  });
});
