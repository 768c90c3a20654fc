import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ProducedFile, UnreadableInputError, type VisualizerPlugin } from "@geoanomaly/core";
import { coastlines } from "./coastlines.js";
import { describeRun } from "./describe-run.js";
import { webOptions, webOptionsSchema } from "./options.js";
import { VENDOR_FILES } from "./vendor-files.js";

/** Both lie at the same place as seen from the sources and from the built package. */
const ASSETS = fileURLToPath(new URL("../assets/", import.meta.url));
const PAGE_SCRIPTS = fileURLToPath(new URL("../dist/page/", import.meta.url));

/**
 * A static map page, `web/index.html`: the PMTiles archive with live colours and threshold, and for every pixel its values, its tile,
 * and the way back to its sources. Everything it loads lies in the output folder; any server that answers byte ranges can serve it.
 */
export const web: VisualizerPlugin = {
  kind: "visualizer",
  id: "web",
  version: "2",
  scopes: ["run"],
  options: webOptionsSchema,

  async render(product, folder, given, { signal }) {
    if (product.scope !== "run") return [];
    const run = describeRun(product, webOptions(given));
    const files: ProducedFile[] = [];
    const write = async (path: string, bytes: Uint8Array) => {
      signal.throwIfAborted();
      await folder.write(`web/${path}`, bytes);
      files.push({ path: `web/${path}`, mediaType: mediaTypeOf(path), roles: [path === "index.html" ? "visual" : "asset"] });
    };
    for (const { from, to } of VENDOR_FILES) await write(`page/vendor/${to}`, await readFile(from));
    for (const script of await pageScripts()) await write(`page/${script}`, await readFile(join(PAGE_SCRIPTS, script)));
    for (const asset of ["style.css", "index.html"]) await write(asset, await readFile(join(ASSETS, asset)));
    await write("coastlines.geojson", Buffer.from(`${JSON.stringify(await coastlines())}\n`));
    await write("run.json", Buffer.from(`${JSON.stringify(run, undefined, 1)}\n`));
    return files;
  },
};

async function pageScripts(): Promise<readonly string[]> {
  const names = await readdir(PAGE_SCRIPTS).catch((cause: unknown) => {
    throw new UnreadableInputError(PAGE_SCRIPTS, "the scripts of the map page are not built; run `npm run build`", { cause });
  });
  return names.filter((name) => name.endsWith(".js")).sort();
}

function mediaTypeOf(path: string): string {
  if (/\.m?js$/.test(path)) return "text/javascript";
  if (path.endsWith(".css")) return "text/css";
  if (path.endsWith(".html")) return "text/html";
  if (path.endsWith(".geojson")) return "application/geo+json";
  return path.endsWith(".json") ? "application/json" : "text/plain";
}
