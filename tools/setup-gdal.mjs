// node tools/setup-gdal.mjs [--folder DIR]
// Builds gdal-async against the system's GDAL (Debian: libgdal-dev) into a folder of its own; takes three to five minutes.
// The reader gdal finds it there, or where GAM_GDAL points.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const VERSION = "3.12.3";
const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({ options: { folder: { type: "string", default: join(root, "node_modules/.cache/gam-gdal") } } });

const config = spawnSync("gdal-config", ["--version"], { encoding: "utf8" });
if (config.status !== 0) {
  console.error("gdal-config is not there: install GDAL's headers first (Debian: apt-get install libgdal-dev)");
  process.exit(1);
}
console.log(`building gdal-async ${VERSION} against GDAL ${config.stdout.trim()} into ${values.folder}`);
mkdirSync(values.folder, { recursive: true });
const manifest = join(values.folder, "package.json");
if (!existsSync(manifest)) writeFileSync(manifest, '{ "name": "gam-gdal", "private": true }\n');
// The package's install script is run by hand: npm may withhold it, and newer ones do.
// Node's headers are taken from beside Node where they are, so that nothing is downloaded from outside the registries.
const prefix = dirname(dirname(process.execPath));
const headers = existsSync(join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {};
const run = (command, args, cwd) => {
  const { status } = spawnSync(command, args, { cwd, stdio: "inherit", env: { ...process.env, ...headers } });
  if (status !== 0) process.exit(status ?? 1);
};
run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", `gdal-async@${VERSION}`], values.folder);
const home = join(values.folder, "node_modules/gdal-async");
const gyp = join(home, "node_modules/@mapbox/node-pre-gyp/bin/node-pre-gyp");
run(process.execPath, [gyp, "install", "--build-from-source", "--shared_gdal", "-j", "max"], home);
run(process.execPath, ["-e", "console.log('gdal-async loads, GDAL ' + require('gdal-async').version)"], values.folder);
