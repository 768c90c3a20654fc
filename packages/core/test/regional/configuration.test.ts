import { describe, expect, it } from "vitest";
import { regional } from "./configuration.js";

const survey = { path: "stations.txt" };

describe("a regional configuration", () => {
  it("is complete: everything but job, frame and surveys has a default", () => {
    const configuration = regional();
    expect(configuration).toMatchObject({ layers: {}, inversions: {}, detections: {}, memoryMegabytes: 4096, degrade: false });
    expect(Object.keys(configuration.visualizers)).toEqual(["cog", "figure", "vector", "volume", "report"]);
  });

  it("names the nearest known key for one it does not know", () => {
    expect(() => regional({ surveys: { stations: { pth: "x" } as never } })).toThrow(/surveys\.stations.*pth.*path/s);
  });

  it.each([
    ["neither a path nor a modality", { surveys: { a: {} } }, /surveys\.a: expected either path or modality, found neither/],
    ["both", { surveys: { a: { ...survey, modality: "gravity", dataset: "x" } } }, /either path or modality, found both/],
    ["a modality without a dataset", { surveys: { a: { modality: "gravity" } } }, /surveys\.a\.dataset: expected a dataset/],
    ["no survey", { surveys: {} }, /at least one survey/],
    ["bounds upside down", { frame: { crs: "local", spacing: 1, bounds: { west: 0, east: 1, south: 2, north: 1 } } }, /south < north/],
    [
      "a span of a survey that is not there",
      { frame: { crs: "local", spacing: 1, extentOf: "b" } },
      /frame\.extentOf: expected one of stations/,
    ],
    ["a CRS nobody knows", { frame: { crs: "UTM 13", spacing: 1 } }, /frame\.crs/],
    ["a layer of nothing", { layers: { a: { from: "b" } } }, /layers\.a\.from: expected one of stations, a, found b/],
    ["a name used twice", { layers: { stations: { from: "stations" } } }, /layers\.stations: expected a name of its own/],
    ["a circle", { layers: { a: { from: "b" }, b: { from: "a" } } }, /a circle through a/],
    [
      "an input of nothing",
      { layers: { a: { from: "stations", stages: [{ stage: "bouguer", inputs: { topography: "dem" } }] } } },
      /layers\.a\.stages\.0\.inputs\.topography.*found dem/,
    ],
    [
      "the same data twice",
      {
        inversions: {
          a: {
            data: [
              { from: "stations", field: "gravity" },
              { from: "stations", field: "gravity" },
            ],
          },
        },
      },
      /each survey or layer once/,
    ],
  ] as const)("refuses %s", (_, changes, message) => {
    expect(() => regional(changes as never)).toThrow(message);
  });
});
