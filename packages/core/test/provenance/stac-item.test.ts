import type { GridHeader, GridStatistics } from "@geoanomaly/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { type SidecarContent, stacItem } from "../../src/provenance/stac-item.js";
import { itemSchema } from "./item-schema.js";

const ajv = new Ajv2020({ allErrors: true, strict: false });
(addFormats as unknown as (instance: Ajv2020) => void)(ajv);
const validate = ajv.compile(itemSchema);

const header: GridHeader = {
  rows: 100,
  cols: 100,
  transform: [0.1, 0, 120, 0, -0.1, 40],
  registration: "area",
  crs: "EPSG:4326",
  quantity: { functional: "total-field-anomaly", unit: "nT" },
  height: { metres: 4000, datum: "ellipsoid" },
  effectiveResolution: 0.23,
};
const statistics: GridStatistics = { count: 9999, min: -1, max: 2, mean: 0.5, std: 0.25, median: 0.4, mad: 0.1, p5: -0.5, p95: 1.5 };
const source = {
  source_url: "https://example.org/model.zip",
  filename: "model.zip",
  sha256: "ab".repeat(32),
  size_bytes: 10,
  license: "CC-BY-4.0",
  citation: "Someone (2017). A model.",
  doi: "10.1000/182",
};

const content = (changes: Partial<SidecarContent> = {}): SidecarContent => ({
  tileId: "t_N30_E120",
  layer: "mag",
  title: "Total field anomaly",
  header,
  statistics,
  degenerate: false,
  effectiveResolution: { mag: 0.23 },
  sources: [source],
  lineage: ["magnetic@1 dataset=emm2017", "regrid@1 method=average"],
  products: [
    {
      path: "cog/mag/z0p1d/tiles/t_N30_E120.tif",
      bytes: 55_000,
      sha256: "cd".repeat(32),
      mediaType: "image/tiff; application=geotiff; profile=cloud-optimized",
      roles: ["data"],
      visualizer: "cog",
    },
    {
      path: "quicklook/t_N30_E120.png",
      bytes: 1000,
      sha256: "ef".repeat(32),
      mediaType: "image/png",
      roles: ["overview"],
      visualizer: "map",
    },
  ],
  software: { geoanomalymapper: "0.1.0", kernels: "native-1" },
  ...changes,
});

/** What the rules of STAC 1.1 and of its extensions say about an item; empty if it is valid. */
const problems = (changes: Partial<SidecarContent> = {}): string[] => {
  const item = JSON.parse(JSON.stringify(stacItem(content(changes))));
  return validate(item) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

describe("the sidecar of a tile", () => {
  it("is a valid STAC 1.1 item, with and without an epoch", () => {
    expect(problems()).toEqual([]);
    expect(problems({ header: { ...header, epoch: 2017.5 } })).toEqual([]);
  });

  it("is valid for a tile without data, whose statistics are null", () => {
    const none = { ...statistics, count: 0, min: NaN, max: NaN, mean: NaN, std: NaN, median: NaN, mad: NaN, p5: NaN, p95: NaN };
    expect(problems({ statistics: none })).toEqual([]);
    expect(stacItem(content({ statistics: none })).properties).toMatchObject({ count: 0, median: null, p95: null });
  });

  it("would not be valid with a wrong checksum, bounds or date: the rules can fail", () => {
    const item = JSON.parse(JSON.stringify(stacItem(content())));
    item.assets.data["file:checksum"] = "cd".repeat(32);
    item.bbox = [120, 30];
    delete item.properties.start_datetime;
    validate(item);
    const paths = (validate.errors ?? []).map(({ instancePath }) => instancePath);
    expect(paths).toEqual(expect.arrayContaining(["/assets/data/file:checksum", "/bbox", "/properties"]));
  });

  it("names bounds west, south, east, north and the ring counter-clockwise", () => {
    const item = stacItem(content());
    expect(item.bbox).toEqual([120, 30, 130, 40]);
    expect(item.geometry).toEqual({
      type: "Polygon",
      coordinates: [
        [
          [120, 30],
          [130, 30],
          [130, 40],
          [120, 40],
          [120, 30],
        ],
      ],
    });
  });

  it("gives the moment of a decimal year", () => {
    const { datetime } = stacItem(content({ header: { ...header, epoch: 2017.5 } })).properties as { datetime: string };
    expect(datetime).toBe("2017-07-02T12:00:00Z"); // 182.5 of 365 days
  });

  it("says synthetic in words if any source is made up", () => {
    expect(stacItem(content()).properties).toMatchObject({ synthetic: false });
    const made = stacItem(content({ sources: [source, { ...source, synthetic: true }] }));
    expect(made.properties).toMatchObject({ synthetic: true, description: expect.stringContaining("SYNTHETIC") });
  });

  it("calls the licence other where its sources do not share one, and lists each", () => {
    const mixed = stacItem(content({ sources: [source, { ...source, license: "CC0-1.0" }] }));
    expect(mixed.properties).toMatchObject({ license: "other", licences: ["CC-BY-4.0", "CC0-1.0"] });
    expect(stacItem(content()).properties).toMatchObject({ license: "CC-BY-4.0", "sci:publications": [{ doi: "10.1000/182" }] });
  });
});
