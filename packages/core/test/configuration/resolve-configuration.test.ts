import { InvalidBoundsError, InvalidConfigurationError } from "@geoanomaly/core";
import { environmentLayer, flagsLayer, parseProjectFile, plainLayer, resolveConfiguration } from "@geoanomaly/core/configuration";
import { describe, expect, it } from "vitest";

const modalities = { gravity: { dataset: "egm96" } };
const base = plainLayer("preset", { modalities });

function failure(...layers: Parameters<typeof resolveConfiguration>[0]): InvalidConfigurationError {
  try {
    resolveConfiguration([base, ...layers]);
  } catch (error) {
    return error as InvalidConfigurationError;
  }
  throw new Error("was accepted");
}

const file = (text: string) => parseProjectFile(text, "gam.yaml");

describe("resolveConfiguration", () => {
  it("fills in the mission's defaults", () => {
    const { configuration, origin } = resolveConfiguration([base]);
    expect(configuration.grid).toEqual({ spacing: 0.1, tileSize: 10 });
    expect(configuration.normalization).toBe("tile");
    expect(configuration.fusion).toEqual({ method: "mean", prepare: "as-read" });
    expect(configuration.robust).toEqual({ limit: 6, latitudeWeights: false });
    expect(configuration.modalities.gravity).toEqual({ dataset: "egm96", options: {}, minimumFiniteFraction: 0.9, weight: 1 });
    expect(configuration.sources.fetch).toBe(false);
    expect(origin(["normalization"])).toBe("default");
    expect(origin(["modalities", "gravity", "dataset"])).toBe("preset");
  });

  it("lets flags win over the environment, the environment over the file, the file over the preset", () => {
    const project = file("normalization: global\ngrid:\n  spacing: 0.5\ntitle: Mine\n");
    const environment = environmentLayer({ GAM__NORMALIZATION: "blended", GAM__GRID__SPACING: "0.25", GAM__GRID__TILE_SIZE: "5" });
    const flags = flagsLayer([{ flag: "--normalization", path: ["normalization"], value: "tile" }]);
    const { configuration, origin } = resolveConfiguration([base, project, environment, flags]);
    expect(configuration).toMatchObject({ normalization: "tile", grid: { spacing: 0.25, tileSize: 5 }, title: "Mine" });
    expect(origin(["normalization"])).toBe("--normalization");
    expect(origin(["grid", "spacing"])).toBe("GAM__GRID__SPACING");
    expect(origin(["title"])).toBe("gam.yaml:4");
  });

  it("names file, line and the nearest key of an unknown key", () => {
    const error = failure(file("title: x\ngrid:\n  spacng: 0.1\n"));
    expect(error).toBeInstanceOf(InvalidConfigurationError);
    expect(error.message).toBe('gam.yaml:3: grid.spacng: expected a known key, found "spacng". Did you mean "spacing"?');
  });

  it("finds an unknown key inside a modality, where the schema is a union", () => {
    const error = failure(file("modalities:\n  gravity:\n    datset: egm96\n"));
    expect(error.message).toBe('gam.yaml:3: modalities.gravity.datset: expected a known key, found "datset". Did you mean "dataset"?');
  });

  it("says expected and found for a value of the wrong kind", () => {
    expect(failure(file("normalization: tiles\n")).message).toBe(
      'gam.yaml:1: normalization: expected one of "tile", "blended", "global", found "tiles"',
    );
    expect(failure(file("robust: {limit: six}\n")).message).toBe('gam.yaml:1: robust.limit: expected a value of type number, found "six"');
    expect(failure(file("execution:\n  threads: 1.5\n")).message).toContain("execution.threads: expected a whole number, found 1.5");
  });

  it("names the variable of an unknown or wrong environment value", () => {
    expect(() => environmentLayer({ GAM__GRD__SPACING: "1" })).toThrow(
      'GAM__GRD__SPACING: grd: expected a known key, found "GRD". Did you mean "grid"?',
    );
    expect(failure(environmentLayer({ GAM__GRID__SPACING: "fine" })).message).toContain("GAM__GRID__SPACING: grid.spacing");
  });

  it("takes text from the environment as text even if it looks like a number", () => {
    expect(resolveConfiguration([base, environmentLayer({ GAM__TITLE: "2020" })]).configuration.title).toBe("2020");
  });

  it("takes GAM_MIRROR, and GAM__SOURCES__MIRROR before it", () => {
    const mirror = (environment: Record<string, string>) =>
      resolveConfiguration([base, environmentLayer(environment)]).configuration.sources.mirror;
    expect(mirror({ GAM_MIRROR: "/pack" })).toBe("/pack");
    expect(mirror({ GAM_MIRROR: "/pack", GAM__SOURCES__MIRROR: "/other" })).toBe("/other");
  });

  it("says so when bounds only make sense with latitudes first", () => {
    const bounds = (west: number, south: number, east: number, north: number) =>
      file(`region:\n  bounds: {west: ${west}, south: ${south}, east: ${east}, north: ${north}}\n`);
    expect(() => resolveConfiguration([base, bounds(-10, 110, 0, 120)])).toThrow(InvalidBoundsError);
    expect(() => resolveConfiguration([base, bounds(-10, 110, 0, 120)])).toThrow(/latitude-first.*write 110 -10 120 0/);
    expect(() => resolveConfiguration([base, bounds(-10, 110, 0, 120)])).toThrow(/^gam.yaml:2/);
    expect(resolveConfiguration([base, bounds(170, -10, -170, 0)]).configuration.region.bounds?.west).toBe(170);
  });

  it("refuses a spacing that does not divide the tile, and a tile that does not divide the globe", () => {
    expect(failure(file("grid: {spacing: 0.3}\n")).key).toBe("grid.spacing");
    expect(failure(file("grid: {tileSize: 7}\n")).key).toBe("grid.tileSize");
    expect(resolveConfiguration([base, file("grid: {spacing: 0.05}\n")]).configuration.grid.spacing).toBe(0.05);
  });

  it("refuses offline together with what needs the network", () => {
    expect(failure(file("sources: {offline: true, fetch: true}\n")).key).toBe("sources.fetch");
    expect(failure(file("sources: {offline: true, mirror: 'https://example.org/pack'}\n")).key).toBe("sources.mirror");
  });

  it("forgets the path, options and stages of a preset's dataset when another dataset is named", () => {
    const preset = plainLayer("preset", { modalities: { gravity: { dataset: "a", path: "x", options: { degree: 1 }, weight: 2 } } });
    const { configuration, origin } = resolveConfiguration([preset, file("modalities: {gravity: {dataset: b}}\n")]);
    expect(configuration.modalities.gravity).toEqual({ dataset: "b", options: {}, minimumFiniteFraction: 0.9, weight: 2 });
    expect(origin(["modalities", "gravity", "path"])).not.toBe("preset");
  });

  it("drops a modality that is set to false, and needs one to be left", () => {
    const preset = plainLayer("preset", { modalities: { gravity: { dataset: "a" }, magnetic: { dataset: "b" } } });
    expect(Object.keys(resolveConfiguration([preset, file("modalities: {magnetic: false}\n")]).configuration.modalities)).toEqual([
      "gravity",
    ]);
    expect(failure(file("modalities: {gravity: false}\n")).key).toBe("modalities");
  });

  it("keeps the other visualizers when one is configured or left out", () => {
    const { visualizers } = resolveConfiguration([base, file("visualizers: {cog: {predictor: 3}, web: false}\n")]).configuration;
    expect(visualizers).toEqual({ cog: { predictor: 3 }, map: {}, pmtiles: {}, web: false });
  });

  it("does not let a key of the object prototype pass as a known one", () => {
    expect(failure(file("constructor: 1\n")).message).toContain("expected a known key");
    expect(failure(file("grid: {__proto__: 1}\n")).message).toContain("grid");
  });
});
