import { MemoryFolder, sampleRunProduct } from "@geoanomaly/core/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { pmtiles } from "../src/index.js";
import { archiveOf, reader } from "./archive.js";

let made: Awaited<ReturnType<typeof archiveOf>>;

beforeAll(async () => {
  made = await archiveOf(sampleRunProduct(5, ["fused"]), { maxZoom: 2 });
});

async function check(bytes: Uint8Array, folder = new MemoryFolder()) {
  await folder.write(made.path, bytes);
  return pmtiles.verify!([made.path], folder, made.context);
}

function changed(change: (file: Buffer) => void): Uint8Array {
  const file = Buffer.from(made.bytes);
  change(file);
  return file;
}

describe("verify", () => {
  it("finds nothing in a sound archive, and says what it looked at", async () => {
    const { findings, facts } = await check(made.bytes);
    expect(findings).toEqual([]);
    expect(facts[made.path]).toMatchObject({ tiles: 21, tilesByZoom: { 0: 1, 1: 4, 2: 16 } });
  });

  it("works in a folder that cannot read parts", async () => {
    const whole = new MemoryFolder();
    Object.assign(whole, { readAt: undefined });
    expect((await check(made.bytes, whole)).findings).toEqual([]);
  });

  it("finds any inverted byte of a tile", async () => {
    const { tileDataOffset, tileDataLength } = await reader(made.bytes).getHeader();
    const place = fc.integer({ min: tileDataOffset, max: tileDataOffset + tileDataLength! - 1 });
    await fc.assert(
      fc.asyncProperty(place, async (at) => {
        const { findings } = await check(
          changed((file) => {
            file[at] = file[at]! ^ 0xff;
          }),
        );
        return findings.length > 0 && findings[0]!.checkpoint === "pmtiles-integrity";
      }),
      { numRuns: 150, seed: 20240611 },
    );
  });

  it("finds any inverted byte of header, directory or metadata that says something else, and never throws", async () => {
    const { jsonMetadataOffset } = await reader(made.bytes).getHeader();
    const silent = new Set([...Array.from({ length: 25 }, (_, step) => 102 + step)]); // bounds and center: any are legal
    for (let at = 0; at < jsonMetadataOffset; at++) {
      const { findings } = await check(
        changed((file) => {
          file[at] = file[at]! ^ 0xff;
        }),
      );
      const gzipHeader = at - 127 >= 4 && at - 127 < 10; // time and system of a gzip member carry nothing
      if (!silent.has(at) && !gzipHeader) expect(findings.length, `byte ${at}`).toBeGreaterThan(0);
    }
  });

  it("finds any cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: made.bytes.length - 1 }), async (length) => {
        return (await check(made.bytes.subarray(0, length))).findings.length > 0;
      }),
      { numRuns: 60, seed: 20240611 },
    );
  });

  it("finds bytes behind the end", async () => {
    expect((await check(Buffer.concat([made.bytes, Buffer.from("x")]))).findings).toHaveLength(1);
  });

  it("finds a missing archive", async () => {
    expect((await pmtiles.verify!([made.path], new MemoryFolder(), made.context)).findings).toHaveLength(1);
  });
});
