import { posix } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { packages, read, type WorkspacePackage } from "./workspace.js";

interface Import {
  readonly specifier: string;
  /** Gone once compiled: the types may come from a package of types. */
  readonly typeOnly: boolean;
  /** An `import()`: loaded when it is reached. */
  readonly lazy: boolean;
}

/** Every module a file imports, statically or with a literal `import()`, types included. */
function importsOf(path: string): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({
        specifier: node.moduleSpecifier.text,
        typeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
        lazy: false,
      });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly, lazy: false });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [target] = node.arguments;
      if (target && ts.isStringLiteral(target)) found.push({ specifier: target.text, typeOnly: false, lazy: true });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      found.push({ specifier: node.argument.literal.text, typeOnly: true, lazy: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2023, true));
  return found;
}

/** Packages that importing a file loads at once, through whatever it imports statically by path. */
function loadedWith(entry: string, visited = new Set<string>()): Set<string> {
  const loaded = new Set<string>();
  if (visited.has(entry)) return loaded;
  visited.add(entry);
  for (const { specifier, typeOnly, lazy } of importsOf(entry)) {
    if (typeOnly || lazy || specifier.startsWith("node:")) continue;
    const below = specifier.startsWith(".")
      ? loadedWith(posix.join(posix.dirname(entry), specifier.replace(/\.js$/, ".ts")), visited)
      : [packageOf(specifier)];
    for (const name of below) loaded.add(name);
  }
  return loaded;
}

const specifiersOf = (path: string) => importsOf(path).map(({ specifier }) => specifier);

/** `@scope/name/sub` and `name/sub` to the package's name. */
const packageOf = (specifier: string) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

const isOurs = (name: string) => name.startsWith("@geoanomaly/");

/** Which packages of ours each layer may import. */
function allowed({ layer }: WorkspacePackage, name: string): boolean {
  if (layer === "core") return false;
  return layer === "cli" || name === "@geoanomaly/core";
}

/** Code that runs in a browser gets its modules from the page, not from npm. */
const inBrowser = (path: string) => path.includes("/page/");

describe.each(packages)("$name", (workspacePackage) => {
  const imports = workspacePackage.sources.flatMap((path) => importsOf(path).map((found) => ({ path, ...found })));
  const bare = imports.filter(({ path, specifier }) => !/^[./]|^node:/.test(specifier) && !inBrowser(path));

  it("imports only packages below it", () => {
    const upward = bare.filter(({ specifier }) => isOurs(specifier) && !allowed(workspacePackage, packageOf(specifier)));
    expect(upward).toEqual([]);
  });

  it("declares what it imports", () => {
    const undeclared = bare.filter(({ specifier, typeOnly }) => !typeOnly && !workspacePackage.declared.has(packageOf(specifier)));
    expect(undeclared).toEqual([]);
  });

  it("stays in its own folder when it imports by path", () => {
    const outside = imports
      .filter(({ specifier }) => specifier.startsWith("."))
      .filter(({ path, specifier }) => !posix.join(posix.dirname(path), specifier).startsWith(`${workspacePackage.folder}/`));
    expect(outside).toEqual([]);
  });
});

describe("the contracts", () => {
  const contracts = packages.flatMap(({ sources }) => sources).filter((path) => path.includes("/contracts/"));
  it("import nothing but each other", () => {
    expect(contracts.length).toBeGreaterThan(10);
    expect(contracts.flatMap(specifiersOf).filter((specifier) => !/^\.\/[a-z-]+\.js$/.test(specifier))).toEqual([]);
  });
});

describe("kernels", () => {
  it("of the reference import no other part of core but contracts, errors and geo", () => {
    const reference = packages.flatMap(({ sources }) => sources).filter((path) => path.startsWith("packages/core/src/reference/"));
    const allowed = /^packages\/core\/src\/(reference\/|contracts\/|geo\/|errors\.js$)/;
    const strangers = reference.flatMap((path) =>
      specifiersOf(path)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => posix.join(posix.dirname(path), specifier))
        .filter((target) => !allowed.test(target)),
    );
    expect(strangers).toEqual([]);
  });
});

describe("start-up", () => {
  it("of core loads one small package: zod, undici, pino and the like are loaded where they are used", () => {
    expect([...loadedWith("packages/core/src/index.ts")]).toEqual(["picomatch"]);
  });

  it("of a worker process loads none that the main process alone needs", () => {
    const loaded = loadedWith("packages/cli/src/worker.ts");
    expect([...loaded].filter((name) => !["@geoanomaly/core", "@geoanomaly/native"].includes(name))).toEqual([]);
  });
});
