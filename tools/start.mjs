// `npm start`: from a bare clone to the finished global job. Arguments go to `gam fuse`: npm start -- --fetch

import { buildAddon, buildTypeScript } from "./setup/build.mjs";
import { run } from "./setup/command.mjs";
import { checkNode, installPackages } from "./setup/install.mjs";
import { say, step } from "./setup/say.mjs";

checkNode();
await step("install", installPackages);
const [withoutAddon] = await Promise.all([step("native kernels", buildAddon), step("TypeScript", buildTypeScript)]);
if (withoutAddon !== undefined) say(`${withoutAddon}; going on with the reference kernels, which are much slower.`);

// Signals reach the job through the terminal; it commits what is finished and ends, and so does this.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
const { status } = await run(process.execPath, ["packages/cli/bin/gam.js", "fuse", ...process.argv.slice(2)]);
process.exitCode = status;
