import { MemoryFolder, sampleTileProduct, testContext } from "@geoanomaly/core/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { cog } from "../src/index.js";
import { readDirectories } from "../src/tiff/read-directories.js";
import { TAG } from "../src/tiff/tags.js";

const PATH = "cog/mag/z0p1d/tiles/t_N10_E010.tif";
const options = { blockSize: 64, layers: ["mag"], overviews: [2, 4] };

let sound: Uint8Array;
let context: Awaited<ReturnType<typeof testContext>>;

beforeAll(async () => {
  context = await testContext();
  const folder = new MemoryFolder();
  await cog.render(sampleTileProduct(), folder, options, context);
  sound = folder.files.get(PATH)!;
});

async function findings(file: Uint8Array) {
  const folder = new MemoryFolder();
  await folder.write(PATH, file);
  return (await cog.verify!([PATH], folder, context)).findings;
}

function changed(change: (file: Buffer) => void): Uint8Array {
  const file = Buffer.from(sound);
  change(file);
  return file;
}

/** Offset of the value field of a tag's entry in a directory. */
function entryOf(level: number, tag: number): number {
  const { offset } = readDirectories(PATH, sound)[level]!;
  const view = Buffer.from(sound);
  const index = Array.from({ length: view.readUInt16LE(offset) }).findIndex(
    (_, entry) => view.readUInt16LE(offset + 2 + 12 * entry) === tag,
  );
  return offset + 2 + 12 * index + 8;
}

describe("verify", () => {
  it("finds nothing in a sound file", async () => {
    expect(await findings(sound)).toEqual([]);
  });

  it("names checkpoint, file and tile", async () => {
    const [finding] = await findings(sound.subarray(0, 1000));
    expect(finding).toMatchObject({ checkpoint: "cog-compliance", severity: "error", path: PATH, tileId: "t_N10_E010" });
  });

  it.each([
    ["an empty file", new Uint8Array()],
    ["a file that is no TIFF", Buffer.from("<html><body>Not found</body></html>".repeat(9))],
  ])("finds %s", async (_, file) => {
    expect(await findings(file)).not.toEqual([]);
  });

  it("finds a missing file", async () => {
    const { findings } = await cog.verify!([PATH], new MemoryFolder(), context);
    expect(findings).toHaveLength(1);
  });

  it("finds any inverted byte of the data, leaders and trailers included", async () => {
    const firstBlock = Math.min(...readDirectories(PATH, sound).flatMap(({ numbers }) => [...numbers.get(TAG.tileOffsets)!])) - 4;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: firstBlock, max: sound.length - 1 }), async (at) => {
        const found = await findings(
          changed((file) => {
            file[at] = file[at]! ^ 0xff; // all bits: the last few of a DEFLATE stream are padding that carries nothing
          }),
        );
        return found.length > 0;
      }),
      { numRuns: 300, seed: 20240611 },
    );
  });

  it("finds any cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: sound.length - 1 }),
        async (length) => (await findings(sound.subarray(0, length))).length > 0,
      ),
      { numRuns: 60, seed: 20240611 },
    );
  });

  it.each([
    ["compression", 1, TAG.compression, 1],
    ["predictor", 0, TAG.predictor, 1],
    ["sample format", 0, TAG.sampleFormat, 1],
    ["width of an overview", 2, TAG.imageWidth, 24],
    ["subfile type", 1, TAG.newSubfileType, 0],
    ["block size", 0, TAG.tileWidth, 128],
  ])("finds a wrong %s", async (_, level, tag, value) => {
    expect(await findings(changed((file) => file.writeUInt16LE(value, entryOf(level, tag))))).not.toEqual([]);
  });

  it("finds statistics that are not those of the samples", async () => {
    const text = `"count":${sampleTileProduct().layers[0]!.statistics.count}`;
    const wrong = changed((file) =>
      file.write(
        text.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
        file.indexOf(text),
      ),
    );
    expect((await findings(wrong)).map(({ message }) => message).join()).toContain("count");
  });

  it("finds bounds that are not those of the geotransform", async () => {
    const wrong = changed((file) => file.write("10,10,20,21", file.indexOf("10,10,20,20")));
    expect((await findings(wrong)).map(({ message }) => message).join()).toContain("bounds");
  });
});
