import type { InputFile } from "@geoanomaly/core";

interface Slice {
  readonly offset: number;
  readonly length: number;
}

/**
 * What the TIFF library reads through. A slice that runs past the end comes back shorter, never filled up with zeros:
 * the library's own file source hides truncation that way.
 */
export class FileSource {
  constructor(private readonly file: InputFile) {}

  get fileSize(): number {
    return this.file.size;
  }

  async fetch(slices: readonly Slice[]): Promise<ArrayBufferLike[]> {
    return Promise.all(slices.map(async (slice) => (await this.fetchSlice(slice)).data));
  }

  async fetchSlice({ offset, length }: Slice): Promise<Slice & { data: ArrayBufferLike }> {
    const available = Math.max(0, Math.min(length, this.file.size - offset));
    const bytes = new Uint8Array(available);
    await this.file.readAt(offset, bytes);
    return { data: bytes.buffer, offset, length: available };
  }

  async close(): Promise<void> {}
}
