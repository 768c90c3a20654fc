import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const { resolve } = createRequire(import.meta.url);
const maplibre = dirname(resolve("maplibre-gl/package.json"));
const pmtiles = dirname(resolve("pmtiles/package.json"));
// Its exports hide package.json; its entry lies one folder below.
const geotiff = join(dirname(resolve("geotiff")), "..");

/** Files of installed packages that the page loads, copied as they are. MapLibre finds its worker beside itself. */
export const VENDOR_FILES: readonly { readonly from: string; readonly to: string }[] = [
  { from: join(maplibre, "dist/maplibre-gl.mjs"), to: "maplibre-gl.mjs" },
  { from: join(maplibre, "dist/maplibre-gl-worker.mjs"), to: "maplibre-gl-worker.mjs" },
  { from: join(maplibre, "dist/maplibre-gl.css"), to: "maplibre-gl.css" },
  { from: join(maplibre, "LICENSE.txt"), to: "maplibre-gl.LICENSE.txt" },
  { from: join(pmtiles, "dist/pmtiles.js"), to: "pmtiles.js" },
  { from: join(pmtiles, "README.md"), to: "pmtiles.README.md" },
  { from: join(geotiff, "dist-browser/geotiff.js"), to: "geotiff.js" },
  { from: join(geotiff, "LICENSE"), to: "geotiff.LICENSE.txt" },
];
