import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import type { PluginContext } from "../contracts/context.js";
import type { RawData } from "../contracts/raw-data.js";
import type { ReaderPlugin } from "../contracts/reader.js";
import { UnreadableInputError } from "../errors.js";
import { describeContent } from "./describe-content.js";

/** As many first bytes as readers are shown. */
const HEAD_BYTES = 4096;

async function readHead(path: string): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const { bytesRead, buffer } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const problems: Record<string, string> = { ENOENT: "no such file", EISDIR: "is a folder, not a file", EACCES: "permission denied" };
    throw new UnreadableInputError(path, problems[code ?? ""] ?? `cannot be opened (${code ?? String(cause)})`, { cause });
  } finally {
    await file?.close();
  }
}

/** The reader that is surest of the file; the first of the list among equals. */
function surest(readers: readonly ReaderPlugin[], filename: string, head: Uint8Array): ReaderPlugin | undefined {
  let best: { reader: ReaderPlugin; sureness: number } | undefined;
  for (const reader of readers) {
    const sureness = reader.recognise(filename, head);
    if (sureness > (best?.sureness ?? 0)) best = { reader, sureness };
  }
  return best?.reader;
}

/**
 * Opens a file with the reader that recognises it from its name and first 4096 bytes.
 * @param readers All candidates, in a fixed order; a single one is used without asking it.
 * @throws UnreadableInputError if the file cannot be opened or nobody recognises it; it then says what the file looks like.
 */
export async function readInput(
  path: string,
  readers: readonly ReaderPlugin[],
  parameters: Readonly<Record<string, unknown>>,
  context: PluginContext,
): Promise<RawData> {
  const head = await readHead(path);
  const [only] = readers;
  const reader = readers.length === 1 && only ? only : surest(readers, basename(path), head);
  if (!reader) {
    const asked = readers.map(({ id }) => id).join(", ") || "none is installed";
    throw new UnreadableInputError(path, `no reader recognises it (asked: ${asked}). It looks like ${describeContent(head)}`);
  }
  context.signal.throwIfAborted();
  context.logger.log("debug", `reading ${path}`, { reader: reader.id });
  return reader.open(path, parameters, context);
}
