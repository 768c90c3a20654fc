import { expect, it } from "vitest";
import { filesBelow, read } from "./workspace.js";

const own = "tests/architecture/words.test.ts";
const sources = ["packages", "tools", "tests", "docs", ".ci"]
  .flatMap(filesBelow)
  .concat(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"])
  .filter((path) => path !== own && /\.(ts|mjs|js|cc|hpp|h|py|md|json|yaml|yml|html|css|txt)$|\/run$/.test(path));

const textOf = (path: string) => {
  try {
    return read(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return ""; // a document that is not written yet
    throw error;
  }
};

const linesWith = (pattern: RegExp) =>
  sources.flatMap((path) =>
    textOf(path)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [])),
  );

it("names no folder of the machine it was written on", () => {
  expect(linesWith(/(?<![\w./-])\/(work|home|root|Users)\/[A-Za-z]/)).toEqual([]);
});

it("leaves nothing unfinished", () => {
  expect(linesWith(/\b(TODO|FIXME|XXX)\b/)).toEqual([]);
});
