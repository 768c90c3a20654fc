import { gtx } from "@geoanomaly/plugin-reader-gtx";
import { describe, expect, it } from "vitest";
import { encodeGtx } from "./encoders/gtx.js";
import { readError, readGrid } from "./read-whole.js";

const bytes = encodeGtx(-10, 20, 5, [
  [1, 2],
  [3, -88.8888],
  [5, 6],
]);

describe("reader gtx", () => {
  it("turns the north up and makes -88.8888 NaN", async () => {
    const { grid, values } = await readGrid(
      gtx,
      { "a.gtx": bytes },
      { quantity: { functional: "geoid-height", unit: "m" }, tideSystem: "tide-free" },
    );
    expect(values).toEqual([5, 6, 3, Number.NaN, 1, 2]);
    expect(grid).toMatchObject({
      registration: "node",
      transform: [5, 0, 17.5, 0, -5, 2.5],
      quantity: { functional: "geoid-height", unit: "m" },
      tideSystem: "tide-free",
    });
  });
  it("does not guess what the heights are", async () => {
    expect((await readGrid(gtx, { "a.gtx": bytes })).grid.quantity.functional).toBe("unknown");
  });
  it.each<[string, Uint8Array, RegExp]>([
    ["a file that was cut", bytes.subarray(0, 50), /size: expected 64 bytes \(3 x 2 samples\), found 50/],
    ["a header alone in part", bytes.subarray(0, 20), /byte 0: expected a GTX header/],
    ["an HTML page", Buffer.from("<html><title>Gone</title></html>                   "), /Gone/],
  ])("refuses %s", async (_, content, message) => {
    expect(await readError(gtx, { "a.gtx": content })).toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(message),
    });
  });
});
