import type { MagneticCoefficients, ReaderPlugin } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { cof, magneticArchive, shc } from "@geoanomaly/plugin-reader-magnetic-model";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { type Content, withFiles } from "./read-whole.js";

async function open(reader: ReaderPlugin, name: string, content: Content, parameters = {}): Promise<MagneticCoefficients> {
  const data = await withFiles({ [name]: content }, async (path) => reader.open(path, parameters, await testContext()));
  if (data.kind !== "coefficients" || data.coefficients.field !== "magnetic") throw new Error("a magnetic model was expected");
  return data.coefficients;
}

const cofText =
  "    2025.0            WMM-2025     11/13/2024\n  1  0  -29351.8       0.0       12.0        0.0\n  1  1   -1410.8    4545.4        9.7      -21.5\n";
const nines = `${"9".repeat(48)}\n${"9".repeat(48)}\n`;
const shcText = "# comment\n 1 1 3 2 1\n 2000.0 2005.0 2010.0\n 1  0  -30 -20 -10\n 1  1  1 2 4\n 1 -1  5 5 5\n";

describe("reader cof", () => {
  it("reads with and without the lines of nines, and without a last line end", async () => {
    for (const text of [cofText, cofText + nines, cofText.trimEnd()]) {
      const found = await open(cof, "a.COF", text);
      expect(Array.from(found.cosine)).toEqual([0, -29_351.8, -1410.8]);
      expect(Array.from(found.sine)).toEqual([0, 0, 4545.4]);
      expect(found).toMatchObject({ modelName: "WMM-2025", epoch: 2025, referenceRadius: 6_371_200, minDegree: 1, maxDegree: 1 });
    }
  });
  it("applies the secular variation to an epoch", async () => {
    expect((await open(cof, "a.COF", cofText, { epoch: 2027.5 })).cosine[1]).toBeCloseTo(-29_351.8 + 2.5 * 12, 10);
  });
  it.each<[string, string, RegExp]>([
    ["a broken number", cofText.replace("4545.4", "45z5.4"), /line 3/],
    ["an order above its degree", cofText.replace("  1  1 ", "  1  2 "), /line 3: expected an order/],
    ["no head", "hello\n", /line 1: expected epoch/],
    ["a file that was cut", cofText.split("\n").slice(0, 2).join("\n"), /truncated/],
  ])("refuses %s", async (_, text, message) => {
    await expect(open(cof, "a.COF", text)).rejects.toMatchObject({ code: "GAM_INPUT_CORRUPT", message: expect.stringMatching(message) });
  });
});

describe("reader shc", () => {
  it("interpolates between epochs, and is exact on them", async () => {
    expect(Array.from((await open(shc, "a.shc", shcText, { epoch: 2007.5 })).cosine)).toEqual([0, -15, 3]);
    expect(Array.from((await open(shc, "a.shc", shcText, { epoch: 2010 })).cosine)).toEqual([0, -10, 4]);
    expect((await open(shc, "a.shc", shcText, { epoch: 2000 })).sine[2]).toBe(5);
  });
  it("asks for an epoch within the model's", async () => {
    await expect(open(shc, "a.shc", shcText)).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    await expect(open(shc, "a.shc", shcText, { epoch: 2011 })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });
  it.each<[string, string, RegExp]>([
    ["a missing row", shcText.split("\n").slice(0, 5).join("\n"), /expected 3 rows.*found 2/],
    ["a row given twice", `${shcText} 1 1 1 2 4\n`, /line 7: expected degree 1 order 1 once/],
    ["too few values", shcText.replace("5 5 5", "5 5"), /line 6: expected n, m and 3 values/],
    ["epochs that fall", shcText.replace("2005.0", "1999.0"), /line 3: expected 3 ascending epochs/],
    ["no numbers", "# nothing\n", /nmin nmax/],
  ])("refuses %s", async (_, text, message) => {
    await expect(open(shc, "a.shc", text, { epoch: 2001 })).rejects.toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(message),
    });
  });
});

describe("reader magnetic-archive", () => {
  const archive = zipSync({
    "d/EMM2016.COF": strToU8(cofText.replace("WMM-2025", "SMALL")),
    "d/EMM2017.COF": strToU8(cofText + nines),
    "__MACOSX/d/._X.COF": new Uint8Array(9999),
  });
  it("reads the largest model, or the one asked for", async () => {
    expect((await open(magneticArchive, "a.zip", archive)).modelName).toBe("WMM-2025");
    expect((await open(magneticArchive, "a.zip", archive, { member: "EMM2016.COF" })).modelName).toBe("SMALL");
  });
  it("refuses a member that is not there, one that is too large, and damage", async () => {
    await expect(open(magneticArchive, "a.zip", archive, { member: "x.COF" })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    await expect(open(magneticArchive, "a.zip", archive, { maximumBytes: archive.length - 1 })).rejects.toMatchObject({
      code: "GAM_RESOURCE",
    });
    await expect(open(magneticArchive, "a.zip", archive.subarray(0, 200))).rejects.toMatchObject({ code: "GAM_INPUT_CORRUPT" });
  });

  const emm = dataFile("mag-sh/EMM2017_EMM_Coefficients.zip", "the EMM2017 archive");
  it.skipIf(!emm)("reads EMM2017 to degree 790", async () => {
    const data = await magneticArchive.open(emm as string, {}, await testContext());
    if (data.kind !== "coefficients") throw new Error("coefficients were expected");
    const { coefficients } = data;
    expect(coefficients).toMatchObject({ modelName: "EMM2017", maxDegree: 790, epoch: 2017 });
    // The last line of EMM2017.COF: 790 790 0.001503 0.001805, without a line end.
    expect([coefficients.cosine.at(-1), coefficients.sine.at(-1)]).toEqual([0.001503, 0.001805]);
  });
});
