import { join, relative } from "node:path";
import { InvalidConfigurationError } from "@geoanomaly/core";
import { parseProjectFile, readProjectFile } from "@geoanomaly/core/configuration";
import { describe, expect, it } from "vitest";

describe("a project file", () => {
  it("knows the line of each value", () => {
    const layer = parseProjectFile("title: a\n\nregion:\n  tiles:\n    include: [t_N*]\n", "dir/gam.yaml");
    expect(layer.origin(["region", "tiles", "include"])).toBe("dir/gam.yaml:5");
    expect(layer.origin(["region", "tiles", "include", "0"])).toBe("dir/gam.yaml:5");
    expect(layer.origin(["elsewhere"])).toBe("dir/gam.yaml");
  });

  it("reads its paths relative to itself, and leaves URLs and absolute paths alone", () => {
    const text =
      "sources: {mirror: 'https://example.org/x', cache: raw}\noutputs: {folder: /abs}\nmodalities: {gravity: {dataset: file, path: g.gdf}}\n";
    expect(parseProjectFile(text, "surveys/gam.yaml").values).toEqual({
      sources: { mirror: "https://example.org/x", cache: join("surveys", "raw") },
      outputs: { folder: "/abs" },
      modalities: { gravity: { dataset: "file", path: join("surveys", "g.gdf") } },
    });
    const here = join(relative(process.cwd(), "."), "gam.yaml");
    expect(parseProjectFile("sources: {cache: raw}\n", here).values).toEqual({ sources: { cache: "raw" } });
  });

  it("names the line of broken YAML, of a repeated key, and refuses a list at the top", () => {
    expect(() => parseProjectFile("a: 1\nb: [1\n", "x.yaml")).toThrow(/^x\.yaml:\d: \(file\): expected valid YAML/);
    expect(() => parseProjectFile("a: 1\na: 2\n", "x.yaml")).toThrow(/^x\.yaml:2/);
    expect(() => parseProjectFile("- a\n", "x.yaml")).toThrow("expected keys and values");
  });

  it("takes an empty file as one that says nothing", () => expect(parseProjectFile("# nothing\n", "x.yaml").values).toEqual({}));

  it("says that a file is not there", async () => {
    await expect(readProjectFile("/nonexistent/gam.yaml")).rejects.toThrow(InvalidConfigurationError);
  });
});
