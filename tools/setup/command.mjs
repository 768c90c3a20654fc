import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Folder of the repository. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Runs a program in the repository's folder.
 * @param options.quiet Keeps the output back, and gives it with the result.
 * @returns Exit status (128 + 15 for one that was killed) and the output kept back.
 */
export function run(program, parameters, { quiet = false, environment = {}, folder = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: folder,
      env: { ...process.env, NX_DAEMON: "false", ...environment },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    });
    let output = "";
    child.stdout?.on("data", (data) => (output += data));
    child.stderr?.on("data", (data) => (output += data));
    child.on("error", (error) => resolve({ status: 127, output: error.message }));
    child.on("close", (status) => resolve({ status: status ?? 143, output }));
  });
}

/** Is there such a program? */
export async function has(program, parameter = "--version") {
  return (await run(program, [parameter], { quiet: true })).status === 0;
}

/** A program of an installed package, run by this Node. */
export const tool = (script, parameters, options) => run(process.execPath, [`${root}node_modules/${script}`, ...parameters], options);
