import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { UnreadableInputError } from "../errors.js";

export interface FileDigest {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The first bytes of the file, at most 512. */
  readonly head: Uint8Array;
}

const HEAD_BYTES = 512;
const PIECE_BYTES = 1 << 20;

/**
 * Size, sha256 and first bytes of a file in one pass.
 *
 * @param onBytes Told after each piece how many bytes are done, as a heartbeat.
 * @throws UnreadableInputError if it cannot be opened or is no regular file; the signal's reason once it aborts.
 */
export async function digestFile(path: string, signal: AbortSignal, onBytes: (done: number) => void = () => {}): Promise<FileDigest> {
  const file = await open(path, "r").catch((cause: unknown) => {
    throw new UnreadableInputError(path, "cannot be opened for reading", { cause });
  });
  try {
    if (!(await file.stat()).isFile()) throw new UnreadableInputError(path, "is not a regular file");
    const hash = createHash("sha256");
    const piece = new Uint8Array(PIECE_BYTES);
    let head: Uint8Array = new Uint8Array(0);
    let sizeBytes = 0;
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(piece, 0, piece.length, sizeBytes);
      if (bytesRead === 0) break;
      if (sizeBytes === 0) head = piece.slice(0, Math.min(HEAD_BYTES, bytesRead));
      hash.update(piece.subarray(0, bytesRead));
      sizeBytes += bytesRead;
      onBytes(sizeBytes);
    }
    return { sha256: hash.digest("hex"), sizeBytes, head };
  } finally {
    await file.close();
  }
}
