import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = process.env.GAM_DATA ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));

/** Path of a file of the data folder (GAM_DATA, or ../shared/data beside the repository), or `undefined`; then what it is needed for is said aloud. */
export function dataFile(path: string, purpose: string): string | undefined {
  const full = join(folder, path);
  if (existsSync(full)) return full;
  console.warn(`SKIPPED: ${purpose}: ${path} is not in the data folder (set GAM_DATA)`);
  return undefined;
}
