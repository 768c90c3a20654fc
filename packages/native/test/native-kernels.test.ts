import { referenceKernels } from "@geoanomaly/core/reference";
import { describe, expect, it } from "vitest";
import { nativeKernels } from "../lib/index.js";

describe("nativeKernels", () => {
  it("offer what the reference offers, under an identity of their own", () => {
    const kernels = nativeKernels();
    expect(Object.keys(kernels).sort()).toEqual(Object.keys(referenceKernels).sort());
    expect(kernels.id).toMatch(/^native-\d+ \S+$/);
    expect(kernels.id).not.toBe(referenceKernels.id);
  });

  it("give the same numbers for any budget of threads", async () => {
    const values = Float32Array.from({ length: 300_000 }, (_, i) => Math.fround(Math.sin(i) * 100));
    const one = await nativeKernels({ threads: 1 }).statistics(values);
    expect(await nativeKernels({ threads: 5 }).statistics(values)).toEqual(one);
    expect(await nativeKernels({ threads: 5 }).statistics(values, { threads: 2 })).toEqual(one);
  });
});
