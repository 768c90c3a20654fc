import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";

const stateSchema = z.object({
  url: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  totalBytes: z.number().int().nonnegative().optional(),
});

/** Which file on the server the bytes so far belong to. */
export type PartialState = Readonly<z.infer<typeof stateSchema>>;

/** A download under way: `<destination>.part` with the bytes, `<destination>.part.json` with their origin. */
export class PartialFile {
  readonly path: string;
  readonly #statePath: string;

  constructor(readonly destination: string) {
    this.path = `${destination}.part`;
    this.#statePath = `${destination}.part.json`;
  }

  /** Bytes so far; 0 if there is no file. */
  async size(): Promise<number> {
    return (await stat(this.path).catch(() => undefined))?.size ?? 0;
  }

  /** `undefined` if nothing, or nothing legible, is recorded: the bytes are then of unknown origin. */
  async state(): Promise<PartialState | undefined> {
    const text = await readFile(this.#statePath, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return stateSchema.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  /** Opens for writing at `offset`, dropping what lies behind it. The state is on disk before the first byte of its file. */
  async begin(offset: number, state: PartialState): Promise<FileHandle> {
    if (offset === 0) await rm(this.path, { force: true });
    await writeFile(`${this.#statePath}.tmp`, JSON.stringify(state));
    await rename(`${this.#statePath}.tmp`, this.#statePath);
    const file = await open(this.path, offset === 0 ? "w" : "r+");
    await file.truncate(offset);
    return file;
  }

  /** Gives the finished file its name, durably. */
  async publish(): Promise<void> {
    const file = await open(this.path, "r+");
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(this.path, this.destination);
    await rm(this.#statePath, { force: true });
    const folder = await open(dirname(this.destination), "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(this.#statePath, { force: true });
  }
}
