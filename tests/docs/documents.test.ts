import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { configurationSchema } from "@geoanomaly/core/configuration";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { emptyFolder, gam } from "../cli/gam.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const documents = [
  ...["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const text = (name: string) => readFileSync(join(root, name), "utf8");
const blocks = (name: string, language: string) =>
  [...text(name).matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, body]) => body!);

it.each(documents)("every file that %s points to is there", (name) => {
  const targets = [...text(name).matchAll(/\]\(([^)#]+)[^)]*\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^https?:/.test(target));
  expect(targets.filter((target) => !existsSync(resolve(root, dirname(name), target)))).toEqual([]);
});

it("every gam command in the documents has its flags", async () => {
  const commands = documents.flatMap((name) =>
    blocks(name, "sh").flatMap((block) => block.split("\n").flatMap((line) => /npx gam ([^#|]+)/.exec(line)?.[1]?.trim() ?? [])),
  );
  expect(commands.length).toBeGreaterThan(5);
  const folder = await emptyFolder();
  for (const command of commands) {
    const [name = "", ...words] = command.split(/\s+/);
    const { output, status } = await gam([name, "--help"], { folder });
    expect(status, command).toBe(0);
    for (const flag of words.filter((word) => word.startsWith("--"))) expect(output, command).toContain(flag.replace(/^--no-/, "--"));
  }
}, 60_000);

it.each(documents.filter((name) => blocks(name, "yaml").length > 0))("every project file in %s is valid", (name) => {
  for (const block of blocks(name, "yaml")) expect(() => configurationSchema.parse(parse(block)), block).not.toThrow();
});

it("every script that the documents name exists", () => {
  const { scripts } = JSON.parse(text("package.json")) as { scripts: Record<string, string> };
  const named = documents.flatMap((name) => [...text(name).matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script!));
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});
