import { readFileSync } from "node:fs";

const PAGE_BYTES = 4096;

/** Resident bytes of a process; undefined where the system does not tell (no /proc, or the process is gone). */
export function residentBytes(pid: number): number | undefined {
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ");
    return Number(pages) * PAGE_BYTES;
  } catch {
    return undefined;
  }
}
