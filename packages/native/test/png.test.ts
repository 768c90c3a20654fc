import { GridMismatchError, InvalidParameterError, type PngImage } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { nativeKernels } from "@geoanomaly/native";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { describe, expect, it } from "vitest";
import { decodePng } from "./png-decoder.js";
import { seeded } from "./synthetic.js";

const kernels = nativeKernels();
const CHANNELS = { gray: 1, "gray-alpha": 2, rgb: 3, rgba: 4, palette: 1 } as const;

function image(colour: PngImage["colour"], rows: number, cols: number): PngImage {
  const random = seeded(rows * cols);
  const channels = CHANNELS[colour];
  const pixels = Uint8Array.from({ length: rows * cols * channels }, (_, i) => ((i / channels / 3) % 40) + random() * 4);
  const palette = Uint8Array.from({ length: 4 * 48 }, (_, i) => (i % 4 === 3 ? (i < 40 ? 128 : 255) : (i * 37) % 256));
  return { rows, cols, colour, pixels, ...(colour === "palette" ? { palette } : {}) };
}

/** What another library sees: opaque images only, since a canvas stores colours multiplied by alpha. */
async function seenByCanvas(file: Uint8Array): Promise<Uint8ClampedArray> {
  const loaded = await loadImage(Buffer.from(file));
  const context = createCanvas(loaded.width, loaded.height).getContext("2d");
  context.drawImage(loaded, 0, 0);
  return context.getImageData(0, 0, loaded.width, loaded.height).data;
}

describe.each(Object.keys(CHANNELS) as PngImage["colour"][])("png of a %s image", (colour) => {
  it("decodes to its pixels at every level, native and reference", async () => {
    const original = image(colour, 61, 47);
    for (const set of [kernels, referenceKernels]) {
      for (const level of [0, 1, 2, 6, 9] as const) {
        const decoded = decodePng(await set.png(original, { level }));
        expect({ rows: decoded.rows, cols: decoded.cols, channels: decoded.channels }).toEqual({
          rows: 61,
          cols: 47,
          channels: CHANNELS[colour],
        });
        expect(Buffer.compare(decoded.pixels, original.pixels)).toBe(0);
      }
    }
  });

  it("is one pixel if it has one pixel", async () => {
    const original = image(colour, 1, 1);
    expect(decodePng(await kernels.png(original)).pixels).toEqual(original.pixels);
  });
});

describe("png", () => {
  it("is read by an independent decoder as the colours it was made of", async () => {
    const gray = image("gray", 30, 20);
    const seen = await seenByCanvas(await kernels.png(gray));
    gray.pixels.forEach((level, i) => {
      expect([...seen.subarray(4 * i, 4 * i + 4)]).toEqual([level, level, level, 255]);
    });
    const indexed = image("palette", 30, 20);
    const coloured = await seenByCanvas(await kernels.png(indexed));
    indexed.pixels.forEach((index, i) => {
      const entry = [...indexed.palette!.subarray(4 * index, 4 * index + 4)];
      if (entry[3] === 255) expect([...coloured.subarray(4 * i, 4 * i + 4)]).toEqual(entry);
      else expect(coloured[4 * i + 3]).toBe(entry[3]);
    });
  });

  it("reads a subarray, not its backing buffer", async () => {
    const whole = image("gray", 20, 20);
    const part = { ...whole, rows: 10, pixels: whole.pixels.subarray(100, 300) };
    expect(decodePng(await kernels.png(part)).pixels).toEqual(part.pixels.slice());
  });

  it("refuses what is not an image", async () => {
    const gray = image("gray", 4, 4);
    const cases: [PngImage, typeof InvalidParameterError | typeof GridMismatchError][] = [
      [{ ...gray, rows: 5 }, GridMismatchError],
      [{ ...gray, rows: 0, pixels: new Uint8Array(0) }, InvalidParameterError],
      [{ ...gray, colour: "hsv" as PngImage["colour"] }, InvalidParameterError],
      [{ ...gray, colour: "palette" }, InvalidParameterError],
      [{ ...gray, colour: "palette", palette: new Uint8Array(7) }, InvalidParameterError],
      [{ ...gray, colour: "palette", pixels: new Uint8Array(16).fill(2), palette: new Uint8Array(8) }, InvalidParameterError],
    ];
    for (const [wrong, error] of cases) {
      for (const set of [kernels, referenceKernels]) await expect(set.png(wrong)).rejects.toThrow(error);
    }
  });
});
