import type { CommitRecord, TaskOutput } from "../contracts/task.js";
import { canonicalJson, sha256 } from "./canonical-json.js";
import type { OutputFolder } from "./output-folder.js";
import { digestOutput } from "./staged-outputs.js";

export type OutputState = "whole" | "absent" | "changed";

/** Is a file what its record says? By size and content; times are never looked at. */
export async function outputState(folder: OutputFolder, { path, bytes, sha256: expected }: TaskOutput): Promise<OutputState> {
  const absolute = folder.absolute(path);
  const size = await folder.fileSystem.size(absolute);
  if (size === undefined) return "absent";
  if (size !== bytes) return "changed";
  return (await digestOutput(folder, absolute, bytes)) === expected ? "whole" : "changed";
}

/** Commit records below `state/commits`, one file per task hash. They are the only truth about what is done. */
export class CommitStore {
  constructor(private readonly folder: OutputFolder) {}

  private path(hash: string): string {
    return `state/commits/${hash.slice(0, 2)}/${hash}.json`;
  }

  /** The record of a task; undefined if there is none or it is damaged (then the task is simply not done). */
  async read(hash: string): Promise<CommitRecord | undefined> {
    const bytes = await this.folder.fileSystem.read(this.folder.absolute(this.path(hash)));
    if (bytes === undefined) return undefined;
    try {
      const { record, sha256: seal } = JSON.parse(new TextDecoder().decode(bytes)) as { record: CommitRecord; sha256: string };
      return sha256(canonicalJson(record)) === seal && record.hash === hash ? record : undefined;
    } catch {
      return undefined;
    }
  }

  /** Puts a record in place, whole or not at all. Its outputs must be durable already. @returns Its absolute path, to be flushed with the next batch. */
  async write(record: CommitRecord): Promise<string> {
    const text = `${canonicalJson({ record, sha256: sha256(canonicalJson(record)) })}\n`;
    const staged = await this.folder.stagingPath();
    const file = await this.folder.fileSystem.create(staged);
    try {
      await file.write(new TextEncoder().encode(text), 0);
    } finally {
      await file.close();
    }
    const target = await this.folder.prepare(this.path(record.hash));
    await this.folder.fileSystem.rename(staged, target);
    return target;
  }

  async remove(hash: string): Promise<void> {
    await this.folder.fileSystem.remove(this.folder.absolute(this.path(hash)));
  }

  /** Outputs of a record that are not what it says. */
  async damage(record: CommitRecord): Promise<readonly { readonly path: string; readonly state: OutputState }[]> {
    const damaged: { path: string; state: OutputState }[] = [];
    for (const output of record.outputs) {
      const state = await outputState(this.folder, output);
      if (state !== "whole") damaged.push({ path: output.path, state });
    }
    return damaged;
  }
}
