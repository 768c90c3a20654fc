import { extname } from "node:path";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".geojson": "application/geo+json",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".jsonl": "application/jsonl; charset=utf-8",
  ".log": "text/plain; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".pmtiles": "application/vnd.pmtiles",
  ".png": "image/png",
  ".prom": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".tif": "image/tiff; application=geotiff; profile=cloud-optimized",
  ".tiff": "image/tiff; application=geotiff",
  ".tsv": "text/tab-separated-values; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webp": "image/webp",
  ".yaml": "application/yaml; charset=utf-8",
};

/** MIME type by file name. */
export function mediaType(path: string): string {
  return MEDIA_TYPES[extname(path).toLowerCase()] ?? "application/octet-stream";
}
