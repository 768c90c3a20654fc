import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CorruptInputError, discoverPlugins, isGamError, type PluginContext, type RawData, type ReaderPlugin } from "@geoanomaly/core";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { packageFolder } from "./package-folder.js";

/** A copy of core's errors as an npm package of its own, as a plugin with another version of core would bring it. */
async function coreCopy(): Promise<string> {
  const source = await readFile(fileURLToPath(new URL("../../src/errors.ts", import.meta.url)), "utf8");
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
  return outputText;
}

const readerCode = (id: string) => `
import { CorruptInputError } from "@geoanomaly/core";
export const plugin = {
  kind: "reader", id: "${id}",
  recognise: (name) => name.endsWith(".${id}") ? 1 : 0,
  open: async (path) => { throw new CorruptInputError(path, "byte 0", "${id}", "nothing"); },
  core: CorruptInputError,
};`;

const manifest = (name: string, id: string) => ({
  name,
  type: "module",
  gam: { contract: "1.0", contributes: [{ kind: "reader", id, module: "./index.js", export: "plugin" }] },
});

describe("two look-alike plugins, each with its own copy of core", () => {
  it("work in one process: the host knows their errors by code, whatever class they are of", async () => {
    const core = {
      manifest: { name: "@geoanomaly/core", version: "0.0.9", type: "module", exports: "./errors.js" },
      code: await coreCopy(),
    };
    const root = await packageFolder({
      "package.json": { name: "host", dependencies: { "gam-plugin-one": "*", "gam-plugin-two": "*" } },
      ...Object.fromEntries(
        ["one", "two"].flatMap((id) => [
          [`node_modules/gam-plugin-${id}/package.json`, manifest(`gam-plugin-${id}`, id)],
          [`node_modules/gam-plugin-${id}/index.js`, readerCode(id)],
          [`node_modules/gam-plugin-${id}/node_modules/@geoanomaly/core/package.json`, core.manifest],
          [`node_modules/gam-plugin-${id}/node_modules/@geoanomaly/core/errors.js`, core.code],
        ]),
      ),
    });
    const { registry, problems } = await discoverPlugins(join(root, "package.json"));
    expect(problems).toEqual([]);
    const [one, two] = (await registry.all("reader")) as (ReaderPlugin & { readonly core: typeof CorruptInputError })[];
    expect(one?.core).not.toBe(two?.core);
    expect(one?.core).not.toBe(CorruptInputError);

    for (const reader of [one!, two!]) {
      const error = await reader.open("x", {}, {} as PluginContext).then(
        (data: RawData) => data,
        (thrown: unknown) => thrown,
      );
      expect(error).not.toBeInstanceOf(CorruptInputError);
      expect(isGamError(error, "GAM_INPUT_CORRUPT") && error.expected).toBe(reader.id);
      expect(isGamError(error) && error.exitCode).toBe(7);
    }
  });
});
