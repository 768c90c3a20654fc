import { divergingColour, type GridWindow, globalGrid, windowGeometry, windowValues } from "@geoanomaly/core";
import { MemoryFolder, sampleRunProduct, sampleTileProduct, testContext } from "@geoanomaly/core/testing";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { describe, expect, it } from "vitest";
import { caption, SYNTHETIC_STATEMENT, wrapped } from "../src/caption.js";
import { colourIndex, NO_DATA_INDEX, NO_DATA_RGB, palette } from "../src/colour-index.js";
import { font, registerFonts } from "../src/fonts.js";
import { map } from "../src/index.js";
import { inverseMap } from "../src/inverse-map.js";
import { layerScale } from "../src/layer-scale.js";
import { mapFrame } from "../src/map-frame.js";
import { sampleGrid } from "../src/sample-grid.js";

const BOX = { x: 130, y: 160, maxWidth: 700, maxHeight: 500 };
const REGION = { ...globalGrid(1), rows: 20, cols: 30, transform: [1, 0, 170, 0, -1, -10] as const };

describe("map", () => {
  it("names a quicklook for each tile, and a map for each layer but the bitmask", async () => {
    const context = await testContext();
    const folder = new MemoryFolder();
    await map.render(sampleTileProduct(), folder, {}, context);
    const run = sampleRunProduct(10, ["fused", "layers"]);
    await map.render(run, folder, {}, context);
    expect([...folder.files.keys()].sort()).toEqual(["quicklook/global_fused.png", "quicklook/t_N10_E010_fused.png"]);
  });

  it("gives each cell of a tile its pixel: the ramp's colour of its value, gray without data", async () => {
    const product = sampleTileProduct();
    const folder = new MemoryFolder();
    await map.render(product, folder, { tileLayer: "mag" }, await testContext());
    const image = await loadImage(Buffer.from(folder.files.get("quicklook/t_N10_E010_mag.png")!));
    expect([image.width, image.height]).toEqual([100, 100]);
    const context = createCanvas(100, 100).getContext("2d");
    context.drawImage(image, 0, 0);
    const { values } = product.layers[0]!.grid;
    const empty = values.findIndex(Number.isNaN);
    const full = values.findIndex((value) => !Number.isNaN(value));
    for (const [cell, colour] of [
      [empty, [...NO_DATA_RGB]],
      [full, divergingColour((2 * Math.round(((values[full]! / 4 + 1) / 2) * 254)) / 254 - 1)],
    ] as const) {
      const { data } = context.getImageData(cell % 100, Math.floor(cell / 100), 1, 1);
      expect([...data.subarray(0, 3)]).toEqual(colour);
    }
  });

  it("paints SYNTHETIC across a map of made-up sources, and not across real ones", async () => {
    const context = await testContext();
    const run = sampleRunProduct(10, ["fused"]);
    const real = run.layers.map((layer) => ({ ...layer, sources: layer.sources.map((source) => ({ ...source, synthetic: false })) }));
    const dark = async (layers: typeof run.layers) => {
      const folder = new MemoryFolder();
      await map.render({ ...run, layers }, folder, {}, context);
      const image = await loadImage(Buffer.from(folder.files.get("quicklook/global_fused.png")!));
      const canvas = createCanvas(image.width, image.height).getContext("2d");
      canvas.drawImage(image, 0, 0);
      const { data } = canvas.getImageData(130, 160, 1740, 840); // the map
      let pixels = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at]! < 170 && data[at + 2]! < 170) pixels++;
      return pixels / (data.length / 4);
    };
    expect((await dark(run.layers)) - (await dark(real))).toBeGreaterThan(0.05);
  });

  it.each([
    [{ layers: "fused" }, "layers"],
    [{ tileLayer: "../x" }, "tileLayer"],
    [{ width: 10 }, "width"],
  ])("refuses %o by name", async (options, parameter) => {
    const call = map.render(sampleTileProduct(), new MemoryFolder(), options, await testContext());
    await expect(call).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID", parameter });
  });
});

describe("caption", () => {
  const run = sampleRunProduct(10, ["mag", "fused"]);
  const frame = mapFrame(run.layers[1]!.grid, BOX);

  it("states resolution, projection, sources, licences, and that sources are made up", () => {
    const text = caption(run, run.layers[1]!, frame).join("\n");
    expect(text).toContain(SYNTHETIC_STATEMENT);
    expect(text).toContain("Effective resolution 0.5° (56 km); mag 0.5° (56 km).");
    expect(text).not.toContain("no finer detail"); // cells of 10° are coarser than that
    const coarse = { ...run.layers[0]!, grid: { ...run.layers[0]!.grid, effectiveResolution: 20 } };
    expect(caption(run, coarse, frame).join("\n")).toContain("Cells of 10° (1100 km) show no finer detail than that.");
    expect(text).toContain("Equal Earth (equal area)");
    expect(text).toContain("Made for tests (CC0-1.0)");
  });

  it("breaks lines that would not fit, and loses no word", () => {
    registerFonts();
    const context = createCanvas(1, 1).getContext("2d");
    context.font = font(20);
    const text = "one two three four five six seven eight nine ten";
    const lines = wrapped(context, text, 120);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(context.measureText(line).width).toBeLessThanOrEqual(120);
    expect(lines.join(" ")).toBe(text);
  });
});

describe("inverseMap", () => {
  it.each([
    ["the world", globalGrid(1)],
    ["a region across the antimeridian", REGION],
    ["a polar cap", { ...globalGrid(1), rows: 10, cols: 60, transform: [1, 0, 0, 0, -1, 90] as const }],
  ])("undoes the projection of %s", (_, grid) => {
    const frame = mapFrame(grid, BOX);
    const { longitude, latitude } = inverseMap(frame);
    let seen = 0;
    for (let pixel = 0; pixel < longitude.length; pixel += 37) {
      if (Number.isNaN(longitude[pixel])) continue;
      const place = frame.projection([longitude[pixel]!, latitude[pixel]!]);
      if (!place) continue;
      seen++;
      expect(place[0]).toBeCloseTo(frame.x + (pixel % frame.width) + 0.5, 1);
      expect(place[1]).toBeCloseTo(frame.y + Math.floor(pixel / frame.width) + 0.5, 1);
    }
    expect(seen).toBeGreaterThan(longitude.length / 37 / 2);
  });

  it("gives every square degree of the globe the same share of pixels", () => {
    const { latitude } = inverseMap(mapFrame(globalGrid(1), BOX));
    const inside = latitude.filter((value) => !Number.isNaN(value));
    const tropics = inside.filter((value) => Math.abs(value) < 30).length / inside.length;
    expect(tropics).toBeCloseTo(0.5, 2); // sin 30: half of the sphere lies between 30 S and 30 N
  });
});

describe("sampleGrid", () => {
  const geometry = globalGrid(90); // 2 x 4
  const values = Float32Array.of(1, 2, 3, 4, 5, 6, Number.NaN, 8);
  const source: GridWindow = { values, geometry };

  it("is exact at the centre of a cell and linear between", () => {
    expect(sampleGrid(source, -135, 45)).toBe(1);
    expect(sampleGrid(source, -90, 45)).toBeCloseTo(1.5, 12);
    expect(sampleGrid(source, -135, 0)).toBeCloseTo(3, 12);
  });

  it("goes on across the antimeridian", () => {
    expect(sampleGrid(source, 180, 45)).toBeCloseTo(2.5, 12);
    expect(sampleGrid(source, -180, 45)).toBeCloseTo(2.5, 12);
  });

  it("has no data where the nearest cell has none, and ignores such cells elsewhere", () => {
    expect(sampleGrid(source, 10, -80)).toBe("no-data");
    expect(sampleGrid(source, -10, -45)).toBe(6);
  });

  it("ends where the grid ends", () => {
    const window = { firstRow: 0, rows: 1, firstCol: 1, cols: 2 };
    const part = { values: windowValues(values, geometry, window), geometry: windowGeometry(geometry, window) };
    expect(sampleGrid(part, -91, 45)).toBe("outside");
    expect(sampleGrid(part, 0, -1)).toBe("outside");
    expect(sampleGrid(part, -45, 45)).toBe(2);
  });
});

describe("colourIndex", () => {
  it("puts zero in the middle and clamps the ends", () => {
    expect([-9, -6, 0, 6, 9].map((value) => colourIndex(value, 6))).toEqual([0, 0, 127, 254, 254]);
    expect([...palette().subarray(4 * 127, 4 * 127 + 3)]).toEqual(divergingColour(0));
  });

  it("keeps an index for no data", () => {
    expect(colourIndex(Number.NaN, 6)).toBe(NO_DATA_INDEX);
  });
});

describe("layerScale", () => {
  const [layer] = sampleRunProduct(10, ["mag"]).layers;

  it("is the same for every robust z", () => {
    expect(layerScale(layer!)).toMatchObject({ limit: 4, ticks: [-4, -2, 0, 2, 4], clipped: false });
  });

  it("is a round number beyond the bulk of a quantity, and says that some values lie beyond", () => {
    const grid = { ...layer!.grid, quantity: { functional: "total-field-anomaly", unit: "nT" } as const };
    const statistics = { ...layer!.statistics, p5: -110, p95: 119, min: -1510, max: 6896 };
    expect(layerScale({ grid, statistics })).toMatchObject({ limit: 200, clipped: true, label: "Magnetic total-field anomaly (nT)" });
  });

  it("has a scale even without data", () => {
    const grid = { ...layer!.grid, quantity: { functional: "geoid-height", unit: "m" } as const };
    const nothing = { ...layer!.statistics, p5: Number.NaN, p95: Number.NaN, min: Number.NaN, max: Number.NaN };
    expect(layerScale({ grid, statistics: nothing }).limit).toBe(1);
  });
});
