import { createHash } from "node:crypto";
import type { TaskOutput } from "../contracts/task.js";
import type { ProductFolder } from "../contracts/visualizer.js";
import { sha256 } from "./canonical-json.js";
import type { WritableFile } from "./file-system.js";
import type { OutputFolder } from "./output-folder.js";

const PIECE_BYTES = 1 << 20;

/** Size and sha256 of a file, read piece by piece. */
export async function digestOutput(folder: OutputFolder, absolutePath: string, bytes: number): Promise<string> {
  const hash = createHash("sha256");
  for (let offset = 0; offset < bytes; offset += PIECE_BYTES) {
    hash.update(await folder.fileSystem.readAt(absolutePath, offset, Math.min(PIECE_BYTES, bytes - offset)));
  }
  return hash.digest("hex");
}

/** What one task writes: staged under temporary names, seen by nobody before `publish`. */
export class StagedOutputs implements ProductFolder {
  private readonly files = new Map<string, { readonly staged: string; readonly output: TaskOutput }>();

  /** @param beat Called at each piece written: a task that writes has not stalled. */
  constructor(
    private readonly folder: OutputFolder,
    private readonly beat: () => void = () => {},
  ) {}

  get outputs(): readonly TaskOutput[] {
    return [...this.files.values()].map(({ output }) => output).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    this.folder.absolute(path);
    const staged = await this.folder.stagingPath();
    const file = await this.folder.fileSystem.create(staged);
    try {
      await file.write(bytes, 0);
    } finally {
      await file.close();
    }
    this.files.set(path, { staged, output: { path, bytes: bytes.length, sha256: sha256(bytes) } });
    this.beat();
  }

  async open(path: string) {
    this.folder.absolute(path);
    const staged = await this.folder.stagingPath();
    const file: WritableFile = await this.folder.fileSystem.create(staged);
    const running = createHash("sha256");
    let inOrder = true; // as long as nothing was written out of order, the running hash is that of the file
    let size = 0;
    return {
      append: async (bytes: Uint8Array) => {
        await file.write(bytes, size);
        running.update(bytes);
        size += bytes.length;
        this.beat();
      },
      writeAt: async (offset: number, bytes: Uint8Array) => {
        await file.write(bytes, offset);
        inOrder = false;
        size = Math.max(size, offset + bytes.length);
        this.beat();
      },
      commit: async () => {
        await file.close();
        const digest = inOrder ? running.digest("hex") : await digestOutput(this.folder, staged, size);
        this.files.set(path, { staged, output: { path, bytes: size, sha256: digest } });
      },
      abort: async () => {
        await file.close();
        await this.folder.fileSystem.remove(staged);
      },
    };
  }

  /** A file that this task has staged or an earlier one published. */
  async read(path: string): Promise<Uint8Array> {
    const own = this.files.get(path);
    const bytes = own && (await this.folder.fileSystem.read(own.staged));
    return bytes ?? this.folder.read(path);
  }

  async readAt(path: string, offset: number, length: number): Promise<Uint8Array> {
    return this.folder.fileSystem.readAt(this.files.get(path)?.staged ?? this.folder.absolute(path), offset, length);
  }

  /**
   * Gives all files their names. What is there already with the same content stays: replacing a file by rename costs a disk round
   * trip on some file systems, and a task that is redone for one damaged output makes the others as they were.
   * @returns Their absolute paths, to be flushed.
   */
  async publish(): Promise<readonly string[]> {
    const { fileSystem } = this.folder;
    const published: string[] = [];
    for (const [path, { staged, output }] of this.files) {
      const target = await this.folder.prepare(path);
      const same =
        (await fileSystem.size(target)) === output.bytes && (await digestOutput(this.folder, target, output.bytes)) === output.sha256;
      await (same ? fileSystem.remove(staged) : fileSystem.rename(staged, target));
      published.push(target);
    }
    return published;
  }

  /** Drops what was not published. */
  async discard(): Promise<void> {
    for (const { staged } of this.files.values()) await this.folder.fileSystem.remove(staged);
    this.files.clear();
  }
}
