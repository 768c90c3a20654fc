import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
import { isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { InvalidConfigurationError } from "../errors.js";
import { type ConfigurationLayer, isSection } from "./configuration-layer.js";

/** Line of each key, by its path; a list counts as one value. */
function keyLines(
  node: Node | null,
  lines: LineCounter,
  path: readonly string[] = [],
  found = new Map<string, number>(),
): Map<string, number> {
  if (!isMap(node)) return found;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const here = [...path, String(key.value)];
    found.set(here.join("\0"), lines.linePos(key.range?.[0] ?? 0).line);
    keyLines(value as Node | null, lines, here, found);
  }
  return found;
}

const isUrl = (path: string) => /^[a-z][a-z0-9+.-]*:\/\//i.test(path);

/** A path written in a file is relative to that file; the program's paths are relative to the working folder. */
function fromWorkingFolder(file: string, path: unknown): unknown {
  if (typeof path !== "string" || isAbsolute(path) || isUrl(path)) return path;
  return join(relative(process.cwd(), dirname(file)), path);
}

function mapKey(section: unknown, key: string, change: (value: unknown) => unknown): unknown {
  return isSection(section) && key in section ? { ...section, [key]: change(section[key]) } : section;
}

function withPathsFromWorkingFolder(file: string, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const move = (path: unknown) => fromWorkingFolder(file, path);
  let moved: unknown = mapKey(values, "outputs", (outputs) => mapKey(outputs, "folder", move));
  moved = mapKey(moved, "sources", (sources) => mapKey(mapKey(sources, "mirror", move), "cache", move));
  moved = mapKey(moved, "modalities", (all) =>
    isSection(all) ? Object.fromEntries(Object.entries(all).map(([id, modality]) => [id, mapKey(modality, "path", move)])) : all,
  );
  return moved as Readonly<Record<string, unknown>>;
}

/** A project file's text as a layer. @param file Its path, for messages and relative paths. @throws InvalidConfigurationError naming file and line */
export function parseProjectFile(text: string, file: string): ConfigurationLayer {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) throw new InvalidConfigurationError(`${file}:${lines.linePos(error.pos[0]).line}`, "(file)", "valid YAML", error.message);
  const values: unknown = document.toJS() ?? {};
  if (!isSection(values))
    throw new InvalidConfigurationError(`${file}:1`, "(file)", "keys and values", JSON.stringify(values).slice(0, 60));
  const found = keyLines(document.contents as Node | null, lines);
  return {
    values: withPathsFromWorkingFolder(file, values),
    origin: (path) => {
      for (let length = path.length; length > 0; length--) {
        const line = found.get(path.slice(0, length).join("\0"));
        if (line !== undefined) return `${file}:${line}`;
      }
      return file;
    },
  };
}

/** Reads a project file (YAML). @throws InvalidConfigurationError */
export async function readProjectFile(file: string): Promise<ConfigurationLayer> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new InvalidConfigurationError(file, "(file)", "a readable file", code === "ENOENT" ? "no such file" : String(code));
  }
  return parseProjectFile(text, file);
}
