import { type FileHandle, open, stat } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { CorruptInputError, ResourceError, UnreadableInputError } from "../errors.js";

/** Most bytes a reader allocates for one input unless its parameter `maximumBytes` says otherwise: 2 GiB. */
export const DEFAULT_MAXIMUM_BYTES = 2 ** 31;

/** Refuses an allocation before it is made. @throws ResourceError if `bytes` exceeds `maximumBytes`. */
export function checkAllocation(path: string, what: string, bytes: number, maximumBytes: number): void {
  if (bytes <= maximumBytes) return;
  throw new ResourceError(`${path}: ${what} needs ${bytes} bytes, allowed are ${maximumBytes} (reader parameter maximumBytes)`);
}

function unreadable(path: string, cause: unknown): UnreadableInputError {
  const code = (cause as NodeJS.ErrnoException).code;
  const problems: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EISDIR: "is a folder, not a file",
    EACCES: "permission denied",
  };
  return new UnreadableInputError(path, problems[code ?? ""] ?? `cannot be read (${code ?? String(cause)})`, { cause });
}

/** Bytes of a regular file. @throws UnreadableInputError */
export async function inputSize(path: string): Promise<number> {
  try {
    const { size } = await stat(path);
    return size;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** An open input file whose reads are whole or fail. */
export interface InputFile {
  readonly path: string;
  readonly size: number;
  /** Fills `into` from `position` on. @throws CorruptInputError if the file ends before that. */
  readAt(position: number, into: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file for reads at any position. @throws UnreadableInputError */
export async function openInput(path: string): Promise<InputFile> {
  let handle: FileHandle;
  let size: number;
  try {
    handle = await open(path, "r");
    ({ size } = await handle.stat());
  } catch (cause) {
    throw unreadable(path, cause);
  }
  return {
    path,
    size,
    readAt: async (position, into) => {
      let done = 0;
      while (done < into.length) {
        const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
        if (bytesRead === 0) {
          throw new CorruptInputError(path, `byte ${position + done}`, `${into.length - done} more bytes`, "the end of the file");
        }
        done += bytesRead;
      }
    },
    close: () => handle.close(),
  };
}

/**
 * A whole file, decompressed if it is gzip.
 * @throws UnreadableInputError; ResourceError if it is or becomes larger than `maximumBytes`; CorruptInputError if the gzip stream is damaged.
 */
export async function readWholeInput(path: string, maximumBytes = DEFAULT_MAXIMUM_BYTES): Promise<Uint8Array> {
  const file = await openInput(path);
  try {
    checkAllocation(path, "the file", file.size, maximumBytes);
    const bytes = new Uint8Array(file.size);
    await file.readAt(0, bytes);
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    return gunzipSync(bytes, { maxOutputLength: maximumBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      checkAllocation(path, "the decompressed file", maximumBytes + 1, maximumBytes);
    if ((cause as NodeJS.ErrnoException).code?.startsWith("Z_")) {
      throw new CorruptInputError(path, "gzip stream", "a whole gzip stream", (cause as Error).message, { cause });
    }
    if ((cause as NodeJS.ErrnoException).syscall) throw unreadable(path, cause);
    throw cause;
  } finally {
    await file.close();
  }
}
