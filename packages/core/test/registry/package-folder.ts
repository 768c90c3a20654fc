import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of files that ends with the test. @param files Text by relative path; objects become JSON. */
export async function packageFolder(files: Readonly<Record<string, string | object>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "gam-registry-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return root;
}

/** package.json of a plugin package with one stage. */
export function stagePackage(name: string, id: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    name,
    version: "1.2.3",
    type: "module",
    exports: { ".": "./index.js" },
    gam: { contract: "1.0", contributes: [{ kind: "stage", id, module: "./index.js", export: "plugin", summary: `stage ${id}` }] },
    ...more,
  };
}

/** Code of a stage that is what {@link stagePackage} declares. */
export const stageCode = (id: string, body = "return data;") =>
  `export const plugin = { kind: "stage", id: "${id}", version: "1", parameters: {}, async run(data) { ${body} } };`;
