import type { RegionProduct } from "@geoanomaly/core";
import { MemoryFolder, sampleRegionProduct, testContext } from "@geoanomaly/core/testing";
import { createCanvas, loadImage, type SKRSContext2D } from "@napi-rs/canvas";
import { beforeAll, describe, expect, it } from "vitest";
import { figure } from "../src/index.js";

const SVG = { formats: ["svg"] };

async function render(product: RegionProduct, options: Record<string, unknown> = SVG): Promise<MemoryFolder> {
  const folder = new MemoryFolder();
  await figure.render(product, folder, options, await testContext());
  return folder;
}

const text = (folder: MemoryFolder, path: string) => new TextDecoder().decode(folder.files.get(path));

const product = sampleRegionProduct();
/** The same with nothing but one layer. */
const onlyLayer = (layer: RegionProduct["layers"][number], more: Partial<RegionProduct> = {}): RegionProduct => ({
  ...sampleRegionProduct({ synthetic: false }),
  surveys: [],
  models: [],
  inversions: [],
  detections: [],
  layers: [layer],
  ...more,
});
const realLayer = sampleRegionProduct({ synthetic: false }).layers[0]!;

describe("figure", () => {
  let folder: MemoryFolder;
  beforeAll(async () => {
    folder = await render(product);
  });

  it("draws every survey, layer, model, inversion and detection", () => {
    expect([...folder.files.keys()]).toEqual(
      [
        "survey/gravity/map",
        "layer/gravity/map",
        "layer/gravity.predicted-error/map",
        "model/basin.density/slices",
        "model/basin.density/sections",
        "model/basin.density/uncertainty",
        "inversion/basin/convergence",
        "inversion/basin/fit-gravity",
        "inversion/basin/residuals-gravity",
        "detection/bodies/detectability-gravity",
      ].map((path) => `figures/${path}.svg`),
    );
  });

  it("says on every figure, across it and below it, that sources are made up", async () => {
    for (const path of folder.files.keys()) {
      expect(text(folder, path), path).toMatch(/rotate\(-[\d. ]+\)">SYNTHETIC</);
      expect(text(folder, path), path).toContain(product.cautions[0]);
    }
    const real = await render(sampleRegionProduct({ synthetic: false }));
    for (const path of real.files.keys()) expect(text(real, path), path).not.toContain("SYNTHETIC");
  });

  it("writes any other caution into the picture too", async () => {
    const caution = "Coarser than asked: 200 m in place of 100 m";
    const svg = text(await render(onlyLayer(realLayer, { cautions: [caution] })), "figures/layer/gravity/map.svg");
    expect(svg.split(`>${caution}<`)).toHaveLength(3); // in the map and below it
  });

  it("states resolution, statistics, CRS, steps and source of a layer", () => {
    const svg = text(folder, "figures/layer/gravity/map.svg");
    for (const part of [
      "Effective resolution 400 m. Cells of 100 m show no finer detail than that.",
      "EPSG:32613 (WGS 84 / UTM zone 13N)",
      "read stations.csv → despike@1 window=7 threshold=4 → equivalent-sources@1",
      "Two prisms &amp; a hill, made for tests (CC0-1.0)",
      "Dots: 195 readings.",
    ])
      expect(svg.slice(0, svg.indexOf("</desc>"))).toContain(part);
    for (const part of [">Residual gravity<", ">Easting (m)<", ">Northing (m)<", ">A001<", ">A002<", ">no data<"])
      expect(svg).toContain(part);
  });

  it("asks for nothing outside of the file", () => {
    for (const path of folder.files.keys()) {
      const links = Array.from(text(folder, path).matchAll(/href="([^"]{0,30})/g), ([, target]) => target);
      for (const link of links) expect(link).toMatch(/^data:image\/png;base64,/);
    }
  });

  it("draws anomalies only on layers that they were found in", () => {
    expect(text(folder, "figures/layer/gravity.predicted-error/map.svg")).not.toContain(">A001<");
  });

  it("marks the target of the misfit and names the phases", () => {
    const svg = text(folder, "figures/inversion/basin/convergence.svg");
    for (const part of [">target 1<", ">start<", ">smooth<", ">χ² per datum<", ">Model norm<", ">Trade-off β<"])
      expect(svg).toContain(part);
  });

  it("slices at the depths asked for", async () => {
    const svg = text(await render(product, { ...SVG, depths: [40, 620] }), "figures/model/basin.density/slices.svg");
    expect(Array.from(svg.matchAll(/>Depth ([\d–,]+) m/g), ([, depths]) => depths)).toEqual(["0–50", "600–700"]);
  });

  it("draws the uncertainty that a layer carries", async () => {
    const uncertainty = product.layers[1]!.grid.values;
    const drawn = await render(onlyLayer({ ...realLayer, grid: { ...realLayer.grid, uncertainty } }));
    expect(text(drawn, "figures/layer/gravity/uncertainty.svg")).toContain(">Standard uncertainty<");
  });

  it("shows of a layer that reaches far beyond the surveys what lies around them, and says so", async () => {
    const { grid } = realLayer;
    const [a, b, , d, e] = grid.transform;
    const world = { ...realLayer, grid: { ...grid, transform: [10 * a, b, 540_000, d, 10 * e, 3_590_000] as const } };
    const drawn = text(await render(onlyLayer(world, { surveys: product.surveys })), "figures/layer/gravity/map.svg");
    expect(drawn).toContain("The layer goes on beyond this map; what follows is said of all of it.");
    const northings = Array.from(drawn.matchAll(/>(3,5\d\d,000|3,5\d\d)</g), ([, label]) => Number(label!.replaceAll(",", "")));
    expect(northings.length).toBeGreaterThan(2);
    expect(Math.max(...northings)).toBeLessThanOrEqual(3_566_000);
    expect(text(folder, "figures/layer/gravity/map.svg")).not.toContain("goes on beyond");
  });

  it("calls a layer of unknown quantity by its title", async () => {
    const unknown = {
      ...realLayer,
      title: "Terrain effect",
      grid: { ...realLayer.grid, quantity: { functional: "unknown", unit: "mGal" } as const },
    };
    expect(text(await render(onlyLayer(unknown)), "figures/layer/gravity/map.svg")).toContain(">Terrain effect (mGal)<");
  });

  it("draws a profile as curves", async () => {
    const [inversion] = product.inversions;
    const { points, predicted } = inversion!.data[0]!;
    const take = (values: Float64Array) => values.slice(75, 90);
    const line = {
      ...points,
      easting: take(points.easting),
      northing: new Float64Array(15),
      values: take(points.values),
      uncertainty: take(points.uncertainty!),
    };
    const data = [{ name: "gravity", field: "gravity" as const, points: line, predicted: take(predicted) }];
    const drawn = await render({ ...product, surveys: [], layers: [], models: [], detections: [], inversions: [{ ...inversion!, data }] });
    expect(text(drawn, "figures/inversion/basin/fit-gravity.svg")).toContain("Distance along the profile (m), azimuth 90°");
  });

  it.each([
    [{ formats: ["pdf"] }, "formats"],
    [{ pixelRatio: 9 }, "pixelRatio"],
    [{ depths: [-5] }, "depths"],
    [{ width: 10 }, "width"],
  ])("refuses %o by name", async (options, parameter) => {
    await expect(render(product, options)).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID", parameter });
  });

  it("writes nothing for a run without anything to show", async () => {
    expect((await render({ ...onlyLayer(realLayer), layers: [] })).files.size).toBe(0);
  });
});

describe("the PNG of a map", () => {
  let pixels: SKRSContext2D;
  beforeAll(async () => {
    // Positive in the north-west, negative in the south-east, nothing in the north-east; no stations or marks above it.
    const { grid } = realLayer;
    const values = grid.values.map((_, index) => {
      const [row, col] = [Math.floor(index / grid.cols), index % grid.cols];
      if (row < 26 && col >= 30) return Number.NaN;
      return row < 26 ? 4 : col >= 30 ? -4 : 0;
    });
    const drawn = await render(onlyLayer({ ...realLayer, grid: { ...grid, values } }), { formats: ["png"], pixelRatio: 1 });
    const image = await loadImage(Buffer.from(drawn.files.get("figures/layer/gravity/map.png")!));
    pixels = createCanvas(image.width, image.height).getContext("2d");
    pixels.drawImage(image, 0, 0);
  });
  const at = (x: number, y: number) => Array.from(pixels.getImageData(x, y, 1, 1).data.subarray(0, 3)) as [number, number, number];

  it("has north up and east to the right, red for positive and blue for negative", () => {
    const [northWest, southEast, southWest] = [at(200, 150), at(700, 600), at(200, 600)];
    expect(northWest[0]).toBeGreaterThan(northWest[2] + 80);
    expect(southEast[2]).toBeGreaterThan(southEast[0] + 80);
    expect(Math.max(...southWest) - Math.min(...southWest)).toBeLessThan(5);
  });

  it("hatches what has no data in gray", () => {
    const [red, green, blue] = at(700, 150);
    expect(red === green && green === blue && red < 215).toBe(true);
  });
});
