// `npm run check`: format, lint, types, architecture.
import { buildTypeScript } from "./setup/build.mjs";
import { tool } from "./setup/command.mjs";
import { checkNode, installPackages } from "./setup/install.mjs";
import { step } from "./setup/say.mjs";

/** Format and lint of all files, types of all tests. @returns Did everything pass? */
export async function checkSources() {
  const lint = await step("format and lint", () => tool("@biomejs/biome/bin/biome", ["check", "."]));
  const types = await step("types of tests", () => tool("typescript/bin/tsc", ["--noEmit", "-p", "tsconfig.tests.json"]));
  return lint.status === 0 && types.status === 0;
}

if (import.meta.filename === process.argv[1]) {
  checkNode();
  await installPackages();
  await step("TypeScript", buildTypeScript);
  const sources = await checkSources();
  const { status } = await step("architecture", () => tool("vitest/vitest.mjs", ["run", "tests/architecture"]));
  process.exitCode = sources && status === 0 ? 0 : 1;
}
