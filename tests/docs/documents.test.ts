import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { configurationSchema, regionalSchema } from "@geoanomaly/core/configuration";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { emptyFolder, gam } from "../cli/gam.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const documents = [
  ...["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
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
    const path = name === "config" ? [name, words[0] ?? ""] : [name];
    const { output, status } = await gam([...path, "--help"], { folder });
    expect(status, command).toBe(0);
    for (const flag of words.filter((word) => word.startsWith("--"))) expect(output, command).toContain(flag.replace(/^--no-/, "--"));
  }
}, 60_000);

it.each(documents.filter((name) => blocks(name, "yaml").length > 0))("every project file in %s is valid", (name) => {
  for (const block of blocks(name, "yaml")) {
    const values = parse(block) as object;
    // A part of a regional file, as pages of stages show it, is held against the schema with the rest made up.
    const whole = { job: "regional", frame: { crs: "local", spacing: 1 }, surveys: {}, ...values };
    expect(() => ("modalities" in values ? configurationSchema.parse(values) : regionalSchema.parse(whole)), block).not.toThrow();
  }
});

it("every script that the documents name exists", () => {
  const { scripts } = JSON.parse(text("package.json")) as { scripts: Record<string, string> };
  const named = documents.flatMap((name) => [...text(name).matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script!));
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});
