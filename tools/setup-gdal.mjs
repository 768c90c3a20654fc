// node tools/setup-gdal.mjs [--folder DIR]
// Builds gdal-async against the system's GDAL (Debian: libgdal-dev) into a folder of its own; takes three to five minutes.
// The reader gdal finds it there, or where GAM_GDAL points.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
// A package of its own: the install script, which npm may withhold from the workspace, runs here on purpose.
const install = ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts=false", "--build-from-source", "--shared_gdal"];
const npm = spawnSync("npm", [...install, `gdal-async@${VERSION}`], { cwd: values.folder, stdio: "inherit" });
process.exit(npm.status ?? 1);
