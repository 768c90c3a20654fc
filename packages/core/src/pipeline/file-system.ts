/** A file being written. */
export interface WritableFile {
  /** Writes all of `bytes` at `offset`. */
  write(bytes: Uint8Array, offset: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * The only way outputs reach the disk, so that tests can fail, tear or end the process at any one call of it.
 * Paths are absolute. Every failure is a ResourceError that names the path and the system's code (ENOSPC, EROFS, EIO, EXDEV, ...).
 */
export interface FileSystem {
  /** With its parents; an existing one is fine. */
  makeFolder(path: string): Promise<void>;
  /** Opens for writing; an existing file is emptied. */
  create(path: string): Promise<WritableFile>;
  /** Atomic; an existing file is replaced. */
  rename(from: string, to: string): Promise<void>;
  /** A file, or a folder with all that is in it. An absent one is fine. */
  remove(path: string): Promise<void>;
  /** Whole file; undefined if it is absent. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** `length` bytes from `offset`, fewer at the end of the file. */
  readAt(path: string, offset: number, length: number): Promise<Uint8Array>;
  /** The same at once, for samples that are read on first use. */
  readAtSync(path: string, offset: number, length: number): Uint8Array;
  /** Bytes of a regular file; undefined if there is none of that name. */
  size(path: string): Promise<number | undefined>;
  /** Names in a folder, sorted; none if it is absent. */
  list(path: string): Promise<readonly string[]>;
  /** With all symbolic links resolved; undefined if it is absent. */
  realPath(path: string): Promise<string | undefined>;
  /** Settles when these files and the entries that name them are durable. One call per batch of tasks. @param folder Lies on the file system of all of them. */
  flush(folder: string, files: readonly string[]): Promise<void>;
}
