import { gzipSync } from "node:zlib";
import type { GravityCoefficients, ReaderPlugin } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { egm96, gfc } from "@geoanomaly/plugin-reader-icgem";
import { describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { encodeGfc } from "./encoders/icgem.js";
import { type Content, withFiles } from "./read-whole.js";

const rows = ["gfc 0 0 1.0d0 0.0d0", "gfc 2 0 -0.484D-03 0.0", "gfc 2 1 1e-09 2.0E-09", "gfc 2 2 .5e-05 -1.4e-06"];

async function open(reader: ReaderPlugin, name: string, content: Content, parameters = {}): Promise<GravityCoefficients> {
  const data = await withFiles({ [name]: content }, async (path) => reader.open(path, parameters, await testContext()));
  if (data.kind !== "coefficients" || data.coefficients.field !== "gravity") throw new Error("a gravity model was expected");
  return data.coefficients;
}
const model = (content: string, parameters = {}) => open(gfc, "a.gfc", content, parameters);

describe("reader gfc", () => {
  it("reads every way of writing a number, and leaves absent degree 1 at zero", async () => {
    const found = await model(encodeGfc(rows));
    expect(Array.from(found.cosine)).toEqual([1, 0, 0, -0.484e-3, 1e-9, 0.5e-5]);
    expect(Array.from(found.sine)).toEqual([0, 0, 0, 0, 2e-9, -1.4e-6]);
    expect(found).toMatchObject({
      modelName: "TEST",
      maxDegree: 2,
      gravitationalConstant: 3.986004415e14,
      referenceRadius: 6_378_136.3,
      tideSystem: "tide-free",
    });
  });

  it("reads errors or does without them, and norm and tide system may be missing", async () => {
    const withErrors = rows.map((row) => `${row} 1e-12 1e-12`);
    expect((await model(encodeGfc(withErrors, { errors: "formal" }))).cosine[3]).toBe(-0.484e-3);
    const bare = encodeGfc(rows).replace(/^(norm|tide_system) .*\n/gm, "");
    expect((await model(bare)).tideSystem).toBe("unknown");
  });

  it("takes the mass as whole where degree 0 is absent", async () => {
    expect((await model(encodeGfc(rows.slice(1)))).cosine[0]).toBe(1);
  });

  describe("that varies with time", () => {
    const varying = encodeGfc([
      "gfc 0 0 1 0",
      "gfct 2 0 -4.84e-04 0 20050101",
      "trnd 2 0 1e-11 0",
      "acos 2 0 4e-11 0 1.0",
      "asin 2 0 5e-11 0 0.5",
      "gfc 2 1 0 0",
      "gfc 2 2 0 0",
    ]);
    it("is evaluated at the epoch: G = gfct + trnd dt + acos cos + asin sin", async () => {
      const years = 3.3;
      const expected = -4.84e-4 + 1e-11 * years + 4e-11 * Math.cos(2 * Math.PI * years) + 5e-11 * Math.sin((2 * Math.PI * years) / 0.5);
      const found = await model(varying, { epoch: 2005 + years });
      expect(found.cosine[3]).toBeCloseTo(expected, 20);
      expect(found.epoch).toBe(2005 + years);
    });
    it("is taken at its reference epoch without one, and says so", async () => {
      const context = await testContext();
      const data = await withFiles({ "a.gfc": varying }, (path) => gfc.open(path, {}, context));
      expect(data.kind === "coefficients" && data.coefficients.cosine[3]).toBe(-4.84e-4);
      expect(context.logged.some(({ level, message }) => level === "warn" && message.includes("2005.00"))).toBe(true);
    });
    it("uses the interval that holds (format 2.0)", async () => {
      const intervals = encodeGfc(["gfct 2 0 1 0 20000101 20050101", "gfct 2 0 2 0 20050101 20100101", "gfc 2 1 0 0", "gfc 2 2 0 0"]);
      expect((await model(intervals, { epoch: 2003 })).cosine[3]).toBe(1);
      expect((await model(intervals, { epoch: 2007 })).cosine[3]).toBe(2);
    });
  });

  it.each<[string, string, RegExp]>([
    ["unnormalised coefficients", encodeGfc(rows, { norm: "unnormalized" }), /header key norm\): expected fully_normalized/],
    ["another product", encodeGfc(rows, { product_type: "topography" }), /header key product_type/],
    ["a number that is none", encodeGfc([...rows.slice(0, 3), "gfc 2 2 .5e-0a5 0"]), /line 14: expected numbers, found ".5e-0a5"/],
    ["too few fields", encodeGfc([...rows.slice(0, 3), "gfc 2"]), /line 14: expected 5 fields/],
    ["an order above its degree", encodeGfc(["gfc 2 3 0 0"]), /line 11: expected an order within 0..2, found 3/],
    ["a degree above the header's", encodeGfc(["gfc 3 0 0 0"]), /line 11: expected a degree within 0..2/],
    ["a coefficient given twice", encodeGfc([...rows, rows[3] as string]), /line 15: expected degree 2 order 2 once/],
    ["a file that was cut", encodeGfc(rows.slice(0, 1)), /expected coefficients to degree 2.*truncated/],
    ["a change without its coefficient", encodeGfc([...rows, "trnd 2 1 0 0"]), /line 15: expected a row gfct/],
    ["a degree that nothing can hold", encodeGfc(rows, { max_degree: "99999999" }), /header key max_degree/],
    ["no head", "gfc 0 0 1 0\n", /expected a line end_of_head/],
  ])("refuses %s, naming line and key", async (_, content, message) => {
    await expect(model(content)).rejects.toMatchObject({ code: "GAM_INPUT_CORRUPT", message: expect.stringMatching(message) });
  });

  const bad = ["invalid_data_line", "invalid_gfc_data_lines", "invalid_gfct_data_lines", "two_begin_of_head", "unnormalized_coefficients"];
  it.each(bad)("refuses %s.gfc with its line", async (name) => {
    const path = dataFile(`formats/gfc_bad/${name}.gfc`, "a broken model");
    if (!path) return;
    await expect(gfc.open(path, {}, await testContext())).rejects.toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(/line \d+/),
    });
  });

  const eigen = dataFile("gfc/eigen-6s.gfc", "a genuine model that varies with time");
  it.skipIf(!eigen)("reads EIGEN-6S at two epochs", async () => {
    const context = await testContext();
    const at = async (epoch: number) => {
      const data = await gfc.open(eigen as string, { epoch }, context);
      return data.kind === "coefficients" ? (data.coefficients.cosine[3] as number) : Number.NaN;
    };
    // C20 of the file: trend -1.26059939709e-11 per year; whole years leave the annual terms as they are.
    expect((await at(2009)) - (await at(2005))).toBeCloseTo(4 * -1.26059939709e-11, 17);
  });
});

describe("reader egm96", () => {
  const text =
    "   2   0 -0.484165371736E-03  0.000000000000E+00  0.35610635E-10  0.00000000E+00\n   2   1 -0.186987635955E-09  0.119528012031E-08  0.1E-29  0.1E-29\n   2   2  0.243914352398E-05 -0.140016683654E-05  0.5E-10  0.5E-10\n";
  it("reads plain and gzip alike, with EGM96's constants", async () => {
    const plain = await open(egm96, "egm96_to360.ascii", text);
    const packed = await open(egm96, "egm96_to360.ascii.gz", gzipSync(text));
    expect(packed).toEqual(plain);
    expect(plain).toMatchObject({
      modelName: "EGM96",
      maxDegree: 2,
      gravitationalConstant: 3.986004415e14,
      referenceRadius: 6_378_136.3,
      tideSystem: "tide-free",
    });
    expect(plain.cosine[5]).toBe(0.243914352398e-5);
  });
  it("refuses a damaged gzip stream, a broken line and a file that was cut", async () => {
    await expect(open(egm96, "a.gz", gzipSync(text).subarray(0, 60))).rejects.toMatchObject({ code: "GAM_INPUT_CORRUPT" });
    await expect(open(egm96, "a", text.replace("0.119528012031E-08", "0.1195x"))).rejects.toMatchObject({
      message: expect.stringMatching(/line 2/),
    });
    await expect(open(egm96, "a", text.split("\n").slice(0, 2).join("\n"))).rejects.toMatchObject({
      message: expect.stringContaining("truncated"),
    });
  });
});
