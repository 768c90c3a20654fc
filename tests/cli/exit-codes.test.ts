import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { floatTiff } from "./float-tiff.js";
import { emptyFolder, gam } from "./gam.js";

/** Runs `gam` beside a project file. */
async function withProject(yaml: string, parameters: readonly string[], environment: Record<string, string> = {}) {
  const folder = await emptyFolder();
  await writeFile(join(folder, "gam.yaml"), yaml);
  return gam(parameters, { folder, environment });
}

const gravity = "modalities: {gravity: {dataset: egm96-geoid-embedded}}\n";

describe("wrong usage and wrong configuration end with status 2, one line with code and place, and a hint", () => {
  it.each([
    ["an unknown command", ["fusee"], "GAM_USAGE: "],
    ["no command", [], "GAM_USAGE: Which command?"],
    ["an unknown flag", ["plan", "--spacing", "1"], "GAM_USAGE: Unknown argument: spacing"],
    ["a choice that is none", ["plan", "--fusion", "median"], "GAM_USAGE: "],
    ["too few bounds", ["plan", "--bbox", "1", "2"], "GAM_USAGE: Not enough arguments following: bbox"],
    ["bounds that are no numbers", ["plan", "--bbox", "a", "b", "c", "d"], "GAM_BOUNDS_INVALID: --bbox: west is not a number"],
    ["latitude-first bounds", ["plan", "--bbox", "-10", "110", "0", "120"], "so write 110 -10 120 0"],
    ["a tile that is none", ["plan", "--tiles", "t_N35_E000"], "GAM_CONFIG_INVALID: region: tiles.include"],
    ["a shard that is none", ["fuse", "--shard", "3/3"], "GAM_USAGE: --shard 3/3: expected i/n with i from 0 to n - 1"],
    ["half a thread", ["plan", "--threads", "1.5"], "GAM_USAGE: --threads: expected a whole number"],
    ["a preset that is none", ["fuse", "--preset", "mars"], 'GAM_USAGE: no preset "mars"; there are global-open-fusion'],
    [
      "a project file that is not there",
      ["run", "survey.yaml"],
      "GAM_CONFIG_INVALID: survey.yaml: (file): expected a readable file, found no such file",
    ],
    ["downloads and offline at once", ["fuse", "--fetch", "--offline"], "sources.fetch: expected false, since sources.offline is true"],
  ])("%s", async (_, parameters, message) => {
    const { status, errors, output } = await gam(parameters, { folder: await emptyFolder() });
    expect(errors).toContain(message);
    expect(status).toBe(2);
    expect(output).toBe("");
    expect(errors).not.toContain("    at ");
    expect(errors.trimEnd().split("\n")).toHaveLength(2);
  });

  it.each([
    [
      "an unknown key",
      `${gravity}grid:\n  spacng: 0.1\n`,
      'GAM_CONFIG_INVALID: gam.yaml:3: grid.spacng: expected a known key, found "spacng". Did you mean "spacing"?',
    ],
    ["broken YAML", "grid: [\n", "GAM_CONFIG_INVALID: gam.yaml:"],
    [
      "latitude-first bounds",
      `${gravity}region:\n  bounds: {west: -10, south: 110, east: 0, north: 120}\n`,
      "GAM_BOUNDS_INVALID: gam.yaml:3: region.bounds",
    ],
    ["no modality", "title: nothing\n", "GAM_CONFIG_INVALID: "],
    [
      "a modality nobody has",
      "modalities: {seismic: {dataset: x}}\n",
      'GAM_PLUGIN_UNKNOWN: No modality plugin "seismic". Installed: gravity, magnetic',
    ],
    ["a dataset nobody knows", "modalities: {gravity: {dataset: egm3000}}\n", "GAM_PARAMETER_INVALID: gravity: dataset"],
    [
      "a stage nobody has",
      "modalities:\n  gravity:\n    dataset: egm96-geoid-embedded\n    stages: [{stage: polish}]\n",
      'GAM_PLUGIN_UNKNOWN: No stage plugin "polish"',
    ],
    [
      "an unknown stage parameter",
      "modalities:\n  gravity:\n    dataset: egm96-geoid-embedded\n    stages: [{stage: regrid, parameters: {methd: average}}]\n",
      'Did you mean "method"?',
    ],
    [
      "an unknown visualizer option",
      `${gravity}visualizers:\n  cog: {predicter: 3}\n`,
      'gam.yaml:3: visualizers.cog.predicter: expected a known key, found "predicter". Did you mean "predictor"?',
    ],
    ["a wrong visualizer option", `${gravity}visualizers:\n  cog: {predictor: 7}\n`, "gam.yaml:3: visualizers.cog.predictor"],
    [
      "a spacing that does not divide a tile",
      `${gravity}grid: {spacing: 0.3}\n`,
      "gam.yaml:2: grid.spacing: expected degrees that divide a tile of 10 degrees, found 0.3",
    ],
  ])("%s in a project file", async (_, yaml, message) => {
    const { status, errors } = await withProject(yaml, ["run"]);
    expect(errors).toContain(message);
    expect(status).toBe(2);
    expect(errors).not.toContain("    at ");
  });

  it("a CRS that is none, among the parameters of a reader", async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, "gravity.tif"), floatTiff(36, 18));
    const options = "{functional: gravity-disturbance, readerParameters: {crs: WGS84}}";
    await writeFile(join(folder, "gam.yaml"), `modalities:\n  gravity: {dataset: file, path: gravity.tif, options: ${options}}\n`);
    const { status, errors } = await gam(["run", "--tiles", "t_N00_E000"], { folder });
    expect(errors).toMatch(/GAM_PARAMETER_INVALID: .*crs: expected .*EPSG.*, found .*WGS84/);
    expect(status).toBe(2);
  });

  it("an environment variable for a key that does not exist", async () => {
    const { status, errors } = await withProject(gravity, ["plan"], { GAM__GRID__SPACNG: "1" });
    expect(errors).toContain('GAM__GRID__SPACNG: grid.spacng: expected a known key, found "SPACNG". Did you mean "spacing"?');
    expect(status).toBe(2);
  });
});

describe("inputs that cannot be had or read", () => {
  it("end with status 5 and say where was looked and how to get them", async () => {
    const { status, errors } = await withProject("modalities: {gravity: {dataset: egm96}}\n", ["plan", "gam.yaml", "--offline"]);
    expect(errors).toContain("GAM_SOURCE_UNAVAILABLE: ");
    expect(errors).toContain("gam fetch gravity egm96");
    expect(status).toBe(5);
  });

  it.each([
    ["emag2.dat", /^GAM_INPUT_UNREADABLE: emag2\.dat: no reader recognises it .* an HTML page titled "404 Not Found"$/m, 5],
    ["emag2.tif", /^GAM_INPUT_CORRUPT: emag2\.tif: byte 0: expected a TIFF header .*, found an HTML page titled "404 Not Found"$/m, 7],
  ])("say that %s is a web page", async (name, message, expected) => {
    const folder = await emptyFolder();
    await writeFile(join(folder, name), "<!DOCTYPE html><html><head><title>404 Not Found</title></head></html>");
    const { status, errors } = await gam(["inspect", name], { folder });
    expect(errors).toMatch(message);
    expect(status).toBe(expected);
  });

  it("end with status 5 when there is no such file", async () => {
    const { status, errors } = await gam(["inspect", "nothing.tif"], { folder: await emptyFolder() });
    expect(errors).toContain("GAM_INPUT_UNREADABLE: nothing.tif: no such file");
    expect(status).toBe(5);
  });
});

describe("plugins of a project", () => {
  it("are found through gam.use, and a broken one is named with status 2", async () => {
    const folder = await emptyFolder();
    const root = join(folder, "node_modules/gam-plugin-broken");
    await mkdir(root, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ gam: { use: ["gam-plugin-broken"] } }));
    await writeFile(join(root, "package.json"), JSON.stringify({ name: "gam-plugin-broken", gam: { contract: "9.0", contributes: [] } }));
    for (const parameters of [["plugins"], ["plan"]]) {
      const { status, errors } = await gam(parameters, { folder });
      expect(errors).toContain("GAM_PLUGIN_INVALID: Plugin package gam-plugin-broken: built for contract 9.0, but this GAM has 1.0");
      expect(status).toBe(2);
    }
  });

  it("are refused under Yarn Plug'n'Play", async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, "package.json"), "{}");
    await writeFile(join(folder, ".pnp.cjs"), "");
    const { status, errors } = await gam(["plugins"], { folder });
    expect(errors).toContain("Yarn Plug'n'Play is not supported");
    expect(status).toBe(2);
  });
});

describe("gam verify", () => {
  it("ends with status 7 where there is no run", async () => {
    const { status, errors } = await gam(["verify"], { folder: await emptyFolder() });
    expect(errors).toContain("GAM_INTEGRITY: ");
    expect(status).toBe(7);
  });
});

it("an output folder that cannot be made ends with status 8", async () => {
  const folder = await emptyFolder();
  await writeFile(join(folder, "file"), "");
  const { status, errors } = await gam(["fuse", "--tiles", "t_N30_E120", "--output", "file/out"], { folder });
  expect(errors).toMatch(/^GAM_RESOURCE: .*file\/out/);
  expect(status).toBe(8);
});
