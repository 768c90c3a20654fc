import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { differences, hashProducts } from "../../tools/campaign/kill.mjs";
import { emptyFolder, gam } from "../cli/gam.js";
import { dataFile } from "../readers/data-folder.js";
import { encodeTiff } from "../readers/encoders/tiff.js";

const place = { step: [10, 10], origin: [-180, 90] } as const;
const tiff = (value: (index: number) => number) =>
  encodeTiff({ width: 36, height: 18, bands: [Array.from({ length: 36 * 18 }, (_, index) => value(index))], place, epsg: 4326 });
const good = tiff((index) => Math.sin(index));

/** What a bare TIFF does not say of itself. */
const quantity = "{readerParameters: {quantity: {functional: gravity-disturbance, unit: mGal}}}";

const page = "<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head><body>later</body></html>";
const head = [
  "product_type gravity_field",
  "modelname TEST",
  "functional gravity_disturbance",
  "unit mgal",
  "latlimit_north 60",
  "latlimit_south -60",
  "longlimit_west -120",
  "longlimit_east 120",
  "gridstep 60",
  "latitude_parallels 3",
  "longitude_parallels 5",
  "gapvalue 9999.0",
  "end_of_head ====",
];
const rows = [60, 0, -60].flatMap((latitude) => [-120, -60, 0, 60, 120].map((longitude) => [longitude, latitude, 10]));
const gdf = (edit: (lines: (readonly number[])[]) => unknown[]) =>
  `${[...head, ...edit(rows).map((row) => (row as number[]).join(" "))].join("\n")}\n`;
const emagRow = "1,1,0.01666667,-89.98333333,99999.0,99999.0,999,-999\r\n";

const cases: readonly [what: string, name: string, content: Uint8Array | string, message: RegExp, status: number][] = [
  ["a truncated TIFF", "cut.tif", good.subarray(0, 900), /GAM_INPUT_CORRUPT: .*cut\.tif/, 7],
  [
    "an HTML page where a TIFF should be",
    "page.tif",
    page,
    /GAM_INPUT_CORRUPT: .*page\.tif: .*HTML page titled "503 Service Unavailable"/,
    7,
  ],
  [
    "a .gdf whose gapvalue lies",
    "lies.gdf",
    gdf((lines) => lines.map((line, i) => (i % 4 === 0 ? [line[0]!, line[1]!, 99999] : line))),
    /GAM_INPUT_CORRUPT: .*lies\.gdf: .*gapvalue/,
    7,
  ],
  [
    "a .gdf that ends early",
    "short.gdf",
    gdf((lines) => lines.slice(0, 11)),
    /GAM_INPUT_CORRUPT: .*short\.gdf: .*expected 15 rows.*found 11/,
    7,
  ],
  ["a table with a broken row", "EMAG2_V3.csv", `${emagRow}1,2,0.05,what\r\n${emagRow}`, /GAM_INPUT_CORRUPT: .*EMAG2_V3\.csv: line 2/, 7],
  ["a file that nothing recognises", "noise.bin", Uint8Array.of(1, 2, 3, 4), /GAM_INPUT_UNREADABLE: .*noise\.bin/, 5],
];

const models = [
  "invalid_gfc_data_lines",
  "invalid_data_line",
  "two_begin_of_head",
  "unnormalized_coefficients",
  "invalid_gfct_data_lines",
].flatMap((name) => {
  const path = dataFile(`formats/gfc_bad/${name}.gfc`, "broken models");
  return path === undefined
    ? []
    : [[`${name}.gfc`, `${name}.gfc`, readFileSync(path), new RegExp(`GAM_INPUT_CORRUPT: .*${name}\\.gfc: `), 7] as const];
});

describe("a run whose input has gone bad ends with code and status, and what was committed stays valid", () => {
  it.each([...cases, ...models])(
    "%s",
    async (_, name, content, message, expected) => {
      const folder = await emptyFolder();
      const project = (path: string, says: string) =>
        `modalities: {gravity: {dataset: file, path: ${path}, options: ${says}}}\nvisualizers: {map: false, web: false, pmtiles: false}\n`;
      await mkdir(join(folder, "in"));
      await writeFile(join(folder, "in/good.tif"), good);
      await writeFile(join(folder, "in", name), content);
      await writeFile(join(folder, "good.yaml"), project("in/good.tif", quantity));
      await writeFile(join(folder, "bad.yaml"), project(`in/${name}`, name.endsWith(".gfc") ? "{}" : quantity));
      const tiles = ["--tiles", "t_N00_E000", "t_N00_E010", "--offline"];
      const first = await gam(["run", "good.yaml", ...tiles], { folder });
      expect(first.errors).not.toContain("GAM_");
      const before = hashProducts(join(folder, "data/outputs"));
      expect(before.size).toBeGreaterThan(4);

      const bad = await gam(["run", "bad.yaml", ...tiles], { folder });
      expect(bad.errors).toMatch(message);
      expect(bad.errors).not.toContain("    at ");
      expect(bad.status).toBe(expected);
      expect(differences(before, hashProducts(join(folder, "data/outputs")))).toEqual([]);
      expect((await gam(["run", "good.yaml", ...tiles], { folder })).output).toMatch(/^0 tasks committed/m);
    },
    120_000,
  );
});

it("a grid without a single number leaves every tile without data, says so, and ends with status 7", async () => {
  const folder = await emptyFolder();
  await writeFile(
    join(folder, "empty.tif"),
    tiff(() => Number.NaN),
  );
  await writeFile(
    join(folder, "gam.yaml"),
    "modalities: {gravity: {dataset: file, path: empty.tif, options: {readerParameters: {quantity: {functional: gravity-disturbance, unit: mGal}}}}}\nvisualizers: {map: false, web: false, pmtiles: false}\n",
  );
  const { status, errors } = await gam(["run", "--tiles", "t_N00_E000", "--offline"], { folder });
  expect(status).toBe(7);
  expect(errors).toMatch(/GAM_INPUT_CORRUPT: .*empty\.tif: whole grid: expected at least one cell with data, found none/);
});
