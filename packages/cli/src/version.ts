import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** package.json of this package: the host whose dependencies are searched for plugins. */
export const hostPackageJson = fileURLToPath(new URL("../package.json", import.meta.url));

/** Version of GAM. */
export function version(): string {
  return (JSON.parse(readFileSync(hostPackageJson, "utf8")) as { version: string }).version;
}
