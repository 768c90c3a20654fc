import { inflateSync } from "node:zlib";
import { type DeflateLevel, InvalidParameterError } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { nativeKernels } from "@geoanomaly/native";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded } from "./synthetic.js";

const kernels = nativeKernels();
const LEVELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Pieces of noise, runs, small alphabets and copies of what came before. */
function mixture(seed: number, size: number): Uint8Array {
  const random = seeded(seed);
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; ) {
    const piece = Math.min(1 + Math.floor(random() ** 3 * 3000), size - at);
    const kind = Math.floor(random() * 4);
    const back = 1 + Math.floor(random() * at);
    for (let i = 0; i < piece; i++, at++) {
      bytes[at] = kind === 0 ? random() * 256 : kind === 1 ? 0 : kind === 2 ? random() ** 4 * 9 : (bytes[at - back] ?? 0);
    }
  }
  return bytes;
}

async function expectRoundTrip(bytes: Uint8Array, level: DeflateLevel) {
  expect(Buffer.compare(inflateSync(await kernels.deflate(bytes, { level })), bytes)).toBe(0);
}

describe("deflate", () => {
  it("is decoded by zlib to its input, whatever the bytes", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.constantFrom(...LEVELS), expectRoundTrip), {
      seed: 71,
      numRuns: 400,
    });
  });

  it("is decoded by zlib to its input for structured bytes of every size class", async () => {
    for (const level of LEVELS) {
      for (const size of [0, 1, 2, 258, 259, 4096, 32768, 32769, 65536, 300_000]) await expectRoundTrip(mixture(size + level, size), level);
    }
  });

  it("is decoded by zlib to its input after random damage of compressible bytes", async () => {
    const random = seeded(5);
    const bytes = mixture(99, 20_000);
    for (let round = 0; round < 300; round++) {
      for (let i = 0; i < 20; i++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      await expectRoundTrip(bytes.subarray(Math.floor(random() * 5000)), LEVELS[round % 10]!);
    }
  });

  it("does not expand noise by more than the headers of stored blocks", async () => {
    const random = seeded(8);
    const noise = Uint8Array.from({ length: 200_000 }, () => random() * 256);
    for (const level of LEVELS) expect((await kernels.deflate(noise, { level })).length).toBeLessThan(noise.length + 60);
  });

  it("gets smaller with the level, and not larger than zlib at 9", async () => {
    const bytes = mixture(3, 200_000);
    const size = async (level: DeflateLevel) => (await kernels.deflate(bytes, { level })).length;
    expect(await size(9)).toBeLessThanOrEqual(await size(2));
    expect(await size(2)).toBeLessThanOrEqual(await size(1));
    expect(await size(9)).toBeLessThanOrEqual((await referenceKernels.deflate(bytes, { level: 9 })).length);
  });

  it("reads a subarray, not its backing buffer", async () => {
    const backing = mixture(4, 5000);
    const part = backing.subarray(1234, 4321);
    expect(await kernels.deflate(part)).toEqual(await kernels.deflate(part.slice()));
    await expectRoundTrip(part, 6);
  });

  it("refuses a level that is none", async () => {
    for (const level of [-1, 10, 1.5, Number.NaN]) {
      for (const set of [kernels, referenceKernels]) {
        await expect(set.deflate(new Uint8Array(3), { level: level as DeflateLevel })).rejects.toThrow(InvalidParameterError);
      }
    }
  });

  it("rejects with the reason of a signal that has aborted", async () => {
    const reason = new Error("no longer needed");
    await expect(kernels.deflate(new Uint8Array(9), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
