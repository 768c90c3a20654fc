import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseManifest } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import { packages, read, root } from "./workspace.js";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly gam?: unknown;
  readonly engines?: { readonly node?: string };
}

const manifestOf = (folder: string) => JSON.parse(read(`${folder}/package.json`)) as Manifest;

describe.each(packages)("package.json of $name", ({ folder }) => {
  const manifest = manifestOf(folder);

  it("says what it is, under which licence and for which Node", () => {
    expect(manifest.description).toMatch(/\S/);
    expect(manifest.license).toBe("Apache-2.0");
    expect(manifest.engines?.node).toBe(">=20.19");
  });

  it("has no install script: npm may not run it", () => {
    expect(Object.keys(manifest.scripts ?? {}).filter((name) => /install|prepare/.test(name))).toEqual([]);
  });
});

describe.each(packages.filter(({ layer }) => layer === "plugin"))("the gam key of $name", ({ folder }) => {
  const manifest = manifestOf(folder);

  it("declares its plugins, each with a summary and a source behind its module", () => {
    expect(manifest.keywords).toContain("gam-plugin");
    const contributions = parseManifest(manifest.name, manifest.gam);
    expect(contributions.length).toBeGreaterThan(0);
    for (const { id, module, summary } of contributions) {
      expect(summary, id).toMatch(/\S/);
      expect(existsSync(join(root, folder, module.replace("./dist/", "src/").replace(/\.js$/, ".ts"))), `${id}: ${module}`).toBe(true);
    }
  });
});

it("of the command line depends on every package of the workspace: that is how plugins are found", () => {
  const { declared } = packages.find(({ layer }) => layer === "cli")!;
  const others = packages.filter(({ layer }) => layer !== "cli").map(({ name }) => name);
  expect(others.filter((name) => !declared.has(name))).toEqual([]);
});
