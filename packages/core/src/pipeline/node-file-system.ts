import * as fs from "node:fs";
import { dirname } from "node:path";
import { ResourceError } from "../errors.js";
import type { FileSystem, WritableFile } from "./file-system.js";

const explanations: Readonly<Record<string, string>> = {
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "not permitted",
  EIO: "the device reports an input/output error",
  EXDEV: "source and target lie on different file systems",
  EMFILE: "too many open files in this process",
  ENFILE: "too many open files on this machine",
};

/** Runs a system call; its failure becomes a ResourceError with path, deed and code. */
function attempt<T>(deed: string, path: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    const { code = "unknown", message } = cause as NodeJS.ErrnoException;
    throw new ResourceError(`${path}: cannot ${deed}: ${explanations[code] ?? message} (${code})`, { cause });
  }
}

const isAbsent = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");

function writeWhole(path: string, descriptor: number, bytes: Uint8Array, offset: number): void {
  for (let done = 0; done < bytes.length; ) {
    const written = attempt("write", path, () => fs.writeSync(descriptor, bytes, done, bytes.length - done, offset + done));
    if (written === 0) throw new ResourceError(`${path}: cannot write: the device takes no more bytes`);
    done += written;
  }
}

function readWhole(path: string, descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const got = attempt("read", path, () => fs.readSync(descriptor, bytes, done, length - done, offset + done));
    if (got === 0) break;
    done += got;
  }
  return done === length ? bytes : bytes.slice(0, done);
}

function syncPath(path: string): void {
  const descriptor = attempt("open", path, () => fs.openSync(path, "r"));
  try {
    attempt("flush", path, () => fs.fsyncSync(descriptor));
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * The disk of this machine. Calls block the event loop: the files of a tile are small, a worker has nothing else to do, and the
 * thread pool would cost more than the calls.
 */
export class NodeFileSystem implements FileSystem {
  /** @param syncFileSystem Makes the whole file system of a path durable in one call, where the platform can; else each file is flushed by itself. */
  constructor(private readonly syncFileSystem?: (path: string) => Promise<void>) {}

  async makeFolder(path: string): Promise<void> {
    attempt("make folder", path, () => fs.mkdirSync(path, { recursive: true }));
  }

  async create(path: string): Promise<WritableFile> {
    const descriptor = attempt("create", path, () => fs.openSync(path, "w"));
    return {
      write: async (bytes, offset) => writeWhole(path, descriptor, bytes, offset),
      // Some file systems tell of a full disk only here.
      close: async () => attempt("close", path, () => fs.closeSync(descriptor)),
    };
  }

  async rename(from: string, to: string): Promise<void> {
    attempt("rename to", to, () => fs.renameSync(from, to));
  }

  async remove(path: string): Promise<void> {
    attempt("remove", path, () => {
      try {
        fs.unlinkSync(path); // nearly always a file
      } catch (error) {
        if (!isAbsent(error)) fs.rmSync(path, { recursive: true, force: true });
      }
    });
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return attempt("read", path, () => {
      try {
        return fs.readFileSync(path);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    });
  }

  async readAt(path: string, offset: number, length: number): Promise<Uint8Array> {
    return this.readAtSync(path, offset, length);
  }

  readAtSync(path: string, offset: number, length: number): Uint8Array {
    const descriptor = attempt("open", path, () => fs.openSync(path, "r"));
    try {
      return readWhole(path, descriptor, offset, length);
    } finally {
      fs.closeSync(descriptor);
    }
  }

  async size(path: string): Promise<number | undefined> {
    const status = attempt("look up", path, () => fs.statSync(path, { throwIfNoEntry: false }));
    return status?.isFile() ? status.size : undefined;
  }

  async list(path: string): Promise<readonly string[]> {
    return attempt("list", path, () => {
      try {
        return fs.readdirSync(path).sort();
      } catch (error) {
        if (isAbsent(error)) return [];
        throw error;
      }
    });
  }

  async realPath(path: string): Promise<string | undefined> {
    return attempt("resolve", path, () => {
      try {
        return fs.realpathSync(path);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    });
  }

  async flush(folder: string, files: readonly string[]): Promise<void> {
    if (this.syncFileSystem) {
      await this.syncFileSystem(folder).catch((cause: unknown) => {
        throw new ResourceError(`${folder}: cannot flush: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      });
      return;
    }
    for (const path of files) syncPath(path);
    for (const parent of new Set(files.map((path) => dirname(path)))) syncPath(parent);
  }
}
