import { hostname } from "node:os";
import { isAbsolute, join, resolve, sep } from "node:path";
import { InvalidParameterError, ResourceError } from "../errors.js";
import type { FileSystem } from "./file-system.js";

/** Where files lie until they are whole; one folder per process. */
const STAGING = "state/tmp";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const machine = () => hostname().replace(/[^A-Za-z0-9.-]/g, "_");

/** The folder all products of a run lie below. It gives out paths, and none that leads elsewhere. */
export class OutputFolder {
  /** Absolute. */
  readonly root: string;
  /** Folders known to exist inside. */
  private readonly known = new Set<string>();
  private realRoot: string | undefined;
  private staged = 0;
  private readonly owner: string;

  constructor(
    root: string,
    readonly fileSystem: FileSystem,
    /** Tells apart two users of the folder in one process. */
    owner = Math.random().toString(36).slice(2, 10),
  ) {
    this.root = resolve(root);
    this.owner = `${machine()}@${process.pid}@${owner}`;
  }

  /**
   * Absolute form of a product's path.
   * @throws InvalidParameterError unless it is relative, POSIX, and names something below the folder.
   */
  absolute(path: string): string {
    const parts = path.split("/");
    const unsafe =
      path === "" || isAbsolute(path) || /[\\\0:]/.test(path) || parts.some((part) => part === "" || part === "." || part === "..");
    if (unsafe) {
      throw new InvalidParameterError("output folder", "path", "a relative path with / that stays inside", JSON.stringify(path));
    }
    return join(this.root, ...parts);
  }

  /**
   * The same for a file about to be written: its folder exists afterwards, and no symbolic link leads out of the output folder.
   * @throws InvalidParameterError, ResourceError
   */
  async prepare(path: string): Promise<string> {
    const target = this.absolute(path);
    const folder = join(target, "..");
    if (!this.known.has(folder)) {
      if (this.realRoot === undefined) {
        await this.fileSystem.makeFolder(this.root);
        this.realRoot = await this.fileSystem.realPath(this.root);
      }
      await this.refuseEscape(path, folder);
      await this.fileSystem.makeFolder(folder);
      this.known.add(folder);
    }
    return target;
  }

  private async refuseEscape(path: string, folder: string): Promise<void> {
    let existing = folder;
    let real = await this.fileSystem.realPath(existing);
    while (real === undefined && existing !== this.root) {
      existing = join(existing, "..");
      real = await this.fileSystem.realPath(existing);
    }
    if (real === this.realRoot || real?.startsWith(`${this.realRoot}${sep}`)) return;
    throw new InvalidParameterError(
      "output folder",
      "path",
      `a path that stays in ${this.realRoot}`,
      `${JSON.stringify(path)}, which leads to ${real}`,
    );
  }

  /** A fresh name in this process's staging folder, on the same file system as the products. */
  async stagingPath(): Promise<string> {
    return this.prepare(`${STAGING}/${this.owner}/${this.staged++}`);
  }

  /** Removes what this process staged and did not publish. */
  async removeStaging(): Promise<void> {
    const own = `${STAGING}/${this.owner}`;
    this.known.delete(this.absolute(own));
    await this.fileSystem.remove(this.absolute(own));
  }

  /** Removes what processes of this machine left behind that are no longer alive. */
  async sweepStaging(): Promise<void> {
    const staging = this.absolute(STAGING);
    for (const name of await this.fileSystem.list(staging)) {
      const [owner, pid] = name.split("@");
      const own = Number(pid) === process.pid;
      if (owner === machine() && (own ? `${name}` !== this.owner : !isAlive(Number(pid))))
        await this.fileSystem.remove(join(staging, name));
    }
    if ((await this.fileSystem.list(staging)).length === 0) {
      await this.fileSystem.remove(staging);
      this.known.delete(staging);
    }
  }

  /** @throws ResourceError if a product that should be there is not. */
  async read(path: string): Promise<Uint8Array> {
    const bytes = await this.fileSystem.read(this.absolute(path));
    if (bytes === undefined) throw new ResourceError(`${this.absolute(path)}: no such file`);
    return bytes;
  }
}
