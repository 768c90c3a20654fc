import { readFile, stat } from "node:fs/promises";

/** Metadata beside a grid is small; a larger file is something else. */
const MAXIMUM_BYTES = 2 ** 22;

/** Text of a file that may lie beside another; `undefined` if it is not there, cannot be read, or is too large to be what is sought. */
export async function readSidecarText(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    return size <= MAXIMUM_BYTES ? (await readFile(path)).toString("latin1") : undefined;
  } catch {
    return undefined;
  }
}
