import type { InversionStep } from "../contracts/inverter.js";
import type { Task } from "../contracts/task.js";
import type { OutputFolder } from "../pipeline/output-folder.js";

type KeptStep = Omit<InversionStep, "checkpoint" | "durationMs">;

/** The state of an inversion after its last whole iteration. It carries the task's hash in its name: another request never resumes from it. */
export class Checkpoint {
  private readonly path: string;

  constructor(
    private readonly folder: OutputFolder,
    task: Pick<Task, "hash">,
  ) {
    this.path = `state/checkpoints/${task.hash}`;
  }

  /** Replaces what was kept; a kill at any moment leaves the old state or the new one. */
  async write(state: Uint8Array, steps: readonly KeptStep[]): Promise<void> {
    const head = new TextEncoder().encode(JSON.stringify(steps));
    const bytes = new Uint8Array(4 + head.length + state.length);
    new DataView(bytes.buffer).setUint32(0, head.length, true);
    bytes.set(head, 4);
    bytes.set(state, 4 + head.length);
    const { fileSystem } = this.folder;
    const staged = await this.folder.stagingPath();
    const file = await fileSystem.create(staged);
    try {
      await file.write(bytes, 0);
    } finally {
      await file.close();
    }
    const target = await this.folder.prepare(this.path);
    await fileSystem.rename(staged, target);
    await fileSystem.flush(this.folder.root, [target]);
  }

  async read(): Promise<{ readonly state?: Uint8Array; readonly steps: readonly KeptStep[] }> {
    const bytes = await this.folder.fileSystem.read(this.folder.absolute(this.path));
    if (!bytes || bytes.length < 4) return { steps: [] };
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const steps = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as KeptStep[];
    return { state: Uint8Array.prototype.slice.call(bytes, 4 + length), steps };
  }

  /** For when its task is committed. */
  async remove(): Promise<void> {
    await this.folder.fileSystem.remove(this.folder.absolute(this.path));
  }
}
