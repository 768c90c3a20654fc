import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadAddon, loadFrom } from "../lib/addon.js";

const folder = mkdtempSync(join(tmpdir(), "gam-addon-"));

function addonFile(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe("loadAddon", () => {
  it("loads the addon once", () => {
    expect(loadAddon()).toBe(loadAddon());
    expect(["baseline", "avx2", "avx512"]).toContain(loadAddon().isa);
  });

  it.each([
    ["is missing", join(folder, "absent.node"), /is missing.*npm run build-native/],
    ["is no shared library", addonFile("broken.node", "not a library"), /cannot be loaded: .*npm run build-native/s],
    [
      "is of another version",
      addonFile("old.cjs", "module.exports = { apiVersion: 0 };"),
      /version 0 .*expected \d+.*npm run build-native/,
    ],
  ])("names the file and the cure if the addon %s", (_, path, message) => {
    expect(() => loadFrom(path)).toThrow(message);
    expect(() => loadFrom(path)).toThrow(expect.objectContaining({ code: "GAM_ADDON_UNAVAILABLE" }));
    expect(() => loadFrom(path)).toThrow(path);
  });

  it("keeps the loader's own error as cause", () => {
    const path = addonFile("again.node", "not a library");
    expect(() => loadFrom(path)).toThrow(expect.objectContaining({ cause: expect.any(Error) }));
  });
});
