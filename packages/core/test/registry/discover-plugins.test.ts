import { mkdir, rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { discoverPlugins, InvalidPluginError, type StagePlugin, UnknownPluginError, UsageError } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import { packageFolder, stageCode, stagePackage } from "./package-folder.js";

const host = (dependencies: readonly string[]) => ({
  name: "host",
  dependencies: Object.fromEntries(dependencies.map((name) => [name, "*"])),
});

describe("discoverPlugins", () => {
  it("finds declared dependencies by manifest and imports a plugin on first use only", async () => {
    const root = await packageFolder({
      "package.json": host(["gam-plugin-a", "plain"]),
      "node_modules/gam-plugin-a/package.json": stagePackage("gam-plugin-a", "a"),
      "node_modules/gam-plugin-a/index.js": `globalThis.gamImported = (globalThis.gamImported ?? 0) + 1; ${stageCode("a")}`,
      "node_modules/plain/package.json": { name: "plain", exports: {} },
      "node_modules/undeclared/package.json": stagePackage("undeclared", "b"),
    });
    const imported = () => (globalThis as { gamImported?: number }).gamImported ?? 0;
    const { registry, problems } = await discoverPlugins(join(root, "package.json"));
    expect(problems).toEqual([]);
    expect(registry.list()).toMatchObject([
      { kind: "stage", id: "a", packageName: "gam-plugin-a", packageVersion: "1.2.3", summary: "stage a" },
    ]);
    expect(imported()).toBe(0);
    const stage = await registry.load("stage", "a");
    expect(stage.id).toBe("a");
    expect(await registry.load("stage", "a")).toBe(stage);
    expect(imported()).toBe(1);
  });

  it("finds what gam.use of the project names, and counts a package reached on both ways once", async () => {
    const root = await packageFolder({
      "package.json": { ...host(["shared"]), gam: { use: ["shared", "mine"] } },
      "node_modules/shared/package.json": stagePackage("shared", "s"),
      "node_modules/mine/package.json": stagePackage("mine", "m"),
    });
    const { registry, problems } = await discoverPlugins(join(root, "package.json"), join(root, "package.json"));
    expect(problems).toEqual([]);
    expect(registry.list("stage").map(({ id }) => id)).toEqual(["m", "s"]);
  });

  it("follows the links of a pnpm layout", async () => {
    const root = await packageFolder({
      "package.json": host(["gam-plugin-a"]),
      "node_modules/.pnpm/a@1/node_modules/gam-plugin-a/package.json": stagePackage("gam-plugin-a", "a"),
      "node_modules/.pnpm/a@1/node_modules/gam-plugin-a/index.js": `import "lib"; ${stageCode("a")}`,
      "node_modules/.pnpm/a@1/node_modules/lib/package.json": { name: "lib", type: "module", exports: "./index.js" },
      "node_modules/.pnpm/a@1/node_modules/lib/index.js": "",
    });
    await symlink(join(root, "node_modules/.pnpm/a@1/node_modules/gam-plugin-a"), join(root, "node_modules/gam-plugin-a"));
    const { registry } = await discoverPlugins(join(root, "package.json"));
    expect((await registry.load("stage", "a")).id).toBe("a");
  });

  it("names a declared package that is not installed", async () => {
    const root = await packageFolder({ "package.json": host(["gone"]) });
    const { problems } = await discoverPlugins(join(root, "package.json"));
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Plugin package gone: declared in .* but not installed; run npm install/),
    ]);
  });

  it("names both packages when two contribute the same kind and id", async () => {
    const root = await packageFolder({
      "package.json": host(["one", "two"]),
      "node_modules/one/package.json": stagePackage("one", "same"),
      "node_modules/two/package.json": stagePackage("two", "same"),
    });
    const { problems } = await discoverPlugins(join(root, "package.json"));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/^Plugin package two: stage "same" is already contributed by one \(/);
  });

  it("keeps the plugins that work when another is broken, and says what is wrong", async () => {
    const root = await packageFolder({
      "package.json": host(["bad", "good"]),
      "node_modules/bad/package.json": "{ not json",
      "node_modules/good/package.json": stagePackage("good", "g"),
    });
    const { registry, problems } = await discoverPlugins(join(root, "package.json"));
    expect(registry.list().map(({ id }) => id)).toEqual(["g"]);
    expect(problems[0]?.problem).toContain("not valid JSON");
  });

  it("refuses Yarn Plug'n'Play and says what to set", async () => {
    const root = await packageFolder({ ".pnp.cjs": "", "app/package.json": host([]) });
    await expect(discoverPlugins(join(root, "app/package.json"))).rejects.toThrow(UsageError);
    await expect(discoverPlugins(join(root, "app/package.json"))).rejects.toThrow("nodeLinker: node-modules");
  });

  it("lists what is installed when asked for something else", async () => {
    const root = await packageFolder({ "package.json": host(["a"]), "node_modules/a/package.json": stagePackage("a", "regrid") });
    const { registry } = await discoverPlugins(join(root, "package.json"));
    await expect(registry.load("stage", "regird")).rejects.toThrow(UnknownPluginError);
    await expect(registry.load("stage", "regird")).rejects.toThrow('No stage plugin "regird". Installed: regrid');
  });
});

describe("a broken plugin is an error with its package name", () => {
  async function load(manifest: object, code: string): Promise<StagePlugin> {
    const root = await packageFolder({
      "package.json": host(["broken"]),
      "node_modules/broken/package.json": manifest,
      "node_modules/broken/index.js": code,
    });
    const { registry, problems } = await discoverPlugins(join(root, "package.json"));
    if (problems[0]) throw problems[0];
    return registry.load("stage", "x");
  }
  const declared = (contribution: Record<string, unknown>, contract: unknown = "1.0") => ({
    ...stagePackage("broken", "x"),
    gam: { contract, contributes: [{ kind: "stage", id: "x", module: "./index.js", export: "plugin", ...contribution }] },
  });

  it.each([
    ["throws on import", declared({}), "throw new Error('kaput')", 'stage "x" cannot be imported from ./index.js: kaput'],
    ["is no JavaScript", declared({}), "export const (", "cannot be imported"],
    ["lacks the export", declared({}), "export const other = 1;", 'has no object "plugin" to be stage "x"; it exports other'],
    ["is another plugin", declared({}), stageCode("y"), 'declares stage "x", but "plugin" of ./index.js is stage "y"'],
    ["lacks what the host calls", declared({}), 'export const plugin = { kind: "stage", id: "x" };', 'stage "x" lacks run()'],
    [
      "declares an unknown kind",
      declared({ kind: "oracle" }),
      "",
      'gam.contributes[0].kind: expected one of modality, stage, reader, visualizer, executor, inverter, found "oracle"',
    ],
    ["leaves its folder", declared({ module: "./../../x.js" }), "", "expected a path inside the package"],
    ["has no id", declared({ id: "" }), "", "gam.contributes[0].id: expected a non-empty string"],
    ["has no list", { ...stagePackage("broken", "x"), gam: { contract: "1.0", contributes: {} } }, "", "expected a list of plugins"],
    ["is of a newer minor", declared({}, "1.7"), "", "built for contract 1.7, but this GAM has 1.0; install a newer GAM"],
    ["is of a newer major", declared({}, "2.0"), "", "built for contract 2.0, but this GAM has 1.0; install a newer GAM"],
    ["is of an older major", declared({}, "0.9"), "", "install a newer broken: npm install broken@latest"],
    ["has no contract version", declared({}, 1), "", 'gam.contract: expected "major.minor" like "1.0", found 1'],
  ])("that %s", async (_, manifest, code, message) => {
    const failure = await load(manifest, code).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(InvalidPluginError);
    expect((failure as InvalidPluginError).packageName).toBe("broken");
    expect((failure as InvalidPluginError).message).toContain(message);
  });
});

describe("a host that moved", () => {
  it("still finds its plugins: nothing absolute is remembered", async () => {
    const root = await packageFolder({ "a/package.json": host(["p"]), "a/node_modules/p/package.json": stagePackage("p", "p") });
    await mkdir(join(root, "b"));
    await rename(join(root, "a"), join(root, "b/a"));
    expect((await discoverPlugins(join(root, "b/a/package.json"))).registry.list()).toHaveLength(1);
  });
});
