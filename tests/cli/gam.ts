import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const command = fileURLToPath(new URL("../../packages/cli/bin/gam.js", import.meta.url));
if (!existsSync(fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url)))) {
  throw new Error("tests of the command line run what is built: npm run build first (npm test does)");
}

export interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Starts `gam` as a user does, with nothing of this machine's GAM environment. */
export function startGam(
  parameters: readonly string[],
  options: { readonly folder: string; readonly environment?: Record<string, string> },
) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GAM_")));
  const child = spawn(process.execPath, [command, ...parameters], {
    cwd: options.folder,
    env: { ...clean, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [output, errors] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = new Promise<Ended>((resolve) => child.on("close", (status) => resolve({ status, output, errors })));
  return { child, ended };
}

/** Runs `gam` to its end. */
export function gam(parameters: readonly string[], options: Parameters<typeof startGam>[1]): Promise<Ended> {
  return startGam(parameters, options).ended;
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A folder that ends with the file's tests. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gam-cli-"));
  folders.push(folder);
  return folder;
}
