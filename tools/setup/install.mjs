import { run } from "./command.mjs";
import { say } from "./say.mjs";
import { hashOf, isDone, setDone } from "./stamp.mjs";

/** The lowest Node that GAM runs on. */
const REQUIRED = [20, 19];
const STAMP = "node_modules/.gam-installed";

/** Ends the process with status 2 under a Node that is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > REQUIRED[0] || (major === REQUIRED[0] && minor >= REQUIRED[1])) return;
  say(`Node ${REQUIRED.join(".")} or newer is needed; this is ${process.versions.node}`);
  process.exit(2);
}

/** Installs the packages of the lockfile, unless that was done for this very lockfile. */
export async function installPackages() {
  const hash = hashOf(["package-lock.json"], [process.versions.modules]);
  if (isDone(STAMP, hash)) return;
  say("Installing packages (npm ci)");
  const { status, output } = await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { quiet: true });
  if (status !== 0) {
    say(output);
    say("npm ci failed. It needs the package registry once; after that nothing here does.");
    process.exit(status);
  }
  setDone(STAMP, hash);
}
