import { existsSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { packages, read, root } from "./workspace.js";

/** Entry points of a package, from its `exports`: the sources behind `./dist/x.js`. */
function entryPoints(folder: string): Record<string, string> {
  const { exports = {} } = JSON.parse(read(`${folder}/package.json`)) as { exports?: Record<string, string | { default?: string }> };
  const sources = folder === "packages/native" ? "lib" : "src";
  const entries = Object.entries(exports).flatMap(([name, target]) => {
    const built = typeof target === "string" ? target : (target.default ?? "");
    const source = join(root, folder, built.replace(/^\.\/dist\//, `${sources}/`).replace(/\.js$/, ".ts"));
    return built.startsWith("./dist/") && existsSync(source) ? [[name, source] as const] : [];
  });
  return Object.fromEntries(entries);
}

it("is what the snapshot lists: a change of it is a change of the contract", () => {
  const files = packages.flatMap(({ name, folder }) =>
    Object.entries(entryPoints(folder)).map(([entry, file]) => ({ name: name + entry.slice(1), file })),
  );
  const program = ts.createProgram(
    files.map(({ file }) => file),
    {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      skipLibCheck: true,
      noLib: true,
    },
  );
  const checker = program.getTypeChecker();
  const listed = files.map(({ name, file }) => {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    const names = symbol ? checker.getExportsOfModule(symbol).map((exported) => exported.name) : [];
    return [name, names.sort()] as const;
  });
  expect(Object.fromEntries(listed)).toMatchSnapshot();
});
