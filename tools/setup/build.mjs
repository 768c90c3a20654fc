import { existsSync } from "node:fs";
import { join } from "node:path";
import { has, root, run, tool } from "./command.mjs";
import { say } from "./say.mjs";
import { hashOf, isDone, setDone } from "./stamp.mjs";

/** Compiles the TypeScript of every package. Ends the process if that fails. */
export async function buildTypeScript() {
  const { status, output } = await tool("typescript/bin/tsc", ["--build"], { quiet: true });
  if (status === 0) return;
  say(output);
  process.exit(status);
}

const ADDON = "packages/native/build/Release/gam_native.node";
const STAMP = "packages/native/build/.gam-built";

/** What of the tool chain is missing to build the addon; empty if all is there. */
export async function missingForAddon() {
  const compiler = process.env.CXX ?? "c++";
  const needed = [
    ["cmake", "CMake"],
    [compiler, "a C++ compiler"],
  ];
  const found = await Promise.all(needed.map(([program]) => has(program)));
  return needed.filter((_, index) => !found[index]).map(([, name]) => name);
}

/** Content of all that decides the addon. */
async function addonHash() {
  const { output } = await run(process.env.CXX ?? "c++", ["--version"], { quiet: true });
  return hashOf(["packages/native/CMakeLists.txt", "packages/native/src/"], [output, process.arch]);
}

/**
 * Builds the native kernels, unless they are built from these very sources.
 * @returns Why there are none, in one line; undefined if there are.
 */
export async function buildAddon() {
  const missing = await missingForAddon();
  if (missing.length > 0) return `Without ${missing.join(" and ")} the native kernels cannot be built`;
  const hash = await addonHash();
  if (isDone(STAMP, hash) && existsSync(join(root, ADDON))) return undefined;
  say("Building the native kernels");
  const { status, output } = await tool("cmake-js/bin/cmake-js", ["compile", "-d", "packages/native", "-O", "packages/native/build"], {
    quiet: true,
  });
  if (status !== 0) {
    say(output.split("\n").slice(-30).join("\n"));
    return "The native kernels could not be built (see above)";
  }
  setDone(STAMP, hash);
  return undefined;
}
