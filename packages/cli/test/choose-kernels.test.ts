import { UsageError } from "@geoanomaly/core";
import { afterEach, expect, it, vi } from "vitest";
import { chooseKernels } from "../src/host/choose-kernels.js";

afterEach(() => {
  vi.doUnmock("@geoanomaly/native");
  vi.resetModules();
});

function logger() {
  const lines: string[] = [];
  return { lines, log: (level: string, message: string) => void lines.push(`${level} ${message}`) };
}

/** A machine on which the addon was never built. */
function withoutAddon() {
  const missing = () => {
    throw new Error("Native kernels are not built. Run `npm run build-native`.");
  };
  vi.doMock("@geoanomaly/native", () => ({ nativeKernels: missing, loadAddon: missing }));
}

it("falls back to the reference kernels with exactly one warning that says how to get the others", async () => {
  withoutAddon();
  const log = logger();
  const { set, reason, kernels } = await chooseKernels({}, log);
  expect(set).toBe("reference");
  expect(kernels.id).toMatch(/^reference/);
  expect(reason).toContain("npm run build-native");
  expect(log.lines).toEqual([expect.stringMatching(/^warn Using the reference kernels, which are much slower\. .*npm run build-native/)]);
});

it("does not fall back when told to use the native ones: a worker never mixes two kernel sets", async () => {
  withoutAddon();
  await expect(chooseKernels({ GAM_KERNELS: "native" }, logger())).rejects.toThrow("not built");
});

it("uses the reference kernels without a warning when told to", async () => {
  const log = logger();
  expect((await chooseKernels({ GAM_KERNELS: "reference" }, log)).set).toBe("reference");
  expect(log.lines).toEqual([]);
});

it("refuses a kernel set that there is not", async () => {
  await expect(chooseKernels({ GAM_KERNELS: "cuda" }, logger())).rejects.toThrow(UsageError);
});
