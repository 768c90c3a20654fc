import type { ProductFolder } from "../contracts/visualizer.js";

/** A product folder in memory, for tests: `files` holds what was published. */
export class MemoryFolder implements ProductFolder {
  readonly files = new Map<string, Uint8Array>();

  async write(path: string, bytes: Uint8Array): Promise<void> {
    this.files.set(path, bytes.slice());
  }

  async open(path: string) {
    let content = Buffer.alloc(0);
    return {
      append: async (bytes: Uint8Array) => {
        content = Buffer.concat([content, bytes]);
      },
      writeAt: async (offset: number, bytes: Uint8Array) => {
        content.set(bytes, offset);
      },
      commit: async () => {
        this.files.set(path, content);
      },
      abort: async () => {
        content = Buffer.alloc(0);
      },
    };
  }

  async read(path: string): Promise<Uint8Array> {
    const content = this.files.get(path);
    if (!content) throw Object.assign(new Error(`${path}: no such file`), { code: "ENOENT" });
    return content;
  }

  async readAt(path: string, offset: number, length: number): Promise<Uint8Array> {
    return (await this.read(path)).subarray(offset, offset + length);
  }
}
