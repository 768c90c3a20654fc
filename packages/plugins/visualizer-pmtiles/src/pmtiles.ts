import {
  type Bounds,
  GridMismatchError,
  type LayerProduct,
  type PluginContext,
  spacingName,
  type VisualizerPlugin,
} from "@geoanomaly/core";
import { ArchiveWriter } from "./archive/archive-writer.js";
import { archiveMetadata, type ZoomCount } from "./metadata.js";
import { type PmtilesOptions, pmtilesOptions, pmtilesOptionsSchema } from "./options.js";
import { dataBounds, MERCATOR_LATITUDE, type TileCover, tileCover } from "./tile-cover.js";
import { verifyArchives } from "./verify.js";

/** Tiles encoded by one kernel call: about 7 MB. */
const BATCH_TILES = 512;
/** The counts of tiles come last; this is more than they can take. */
const ZOOM_COUNT_BYTES = 80;

/**
 * Web map of one layer: 8-bit gray PNG tiles in Web Mercator in one PMTiles archive,
 * `pmtiles/<layer>_global_<grid>_z<min>_z<max>.pmtiles`, and its metadata beside it as JSON. Only tiles that have data are in it.
 */
export const pmtiles: VisualizerPlugin = {
  kind: "visualizer",
  id: "pmtiles",
  version: "1",
  scopes: ["run"],
  options: pmtilesOptionsSchema,

  async render(product, folder, given, context) {
    if (product.scope !== "run") return [];
    const options = pmtilesOptions(given);
    const layer = product.layers.find(({ layer }) => layer === options.layer);
    if (!layer) return [];
    const bounds = dataBounds(layer.grid);
    if (!bounds) throw new GridMismatchError(`data in layer ${options.layer}`, "no finite sample");

    const shown = headerBounds(bounds);
    const metadata = (zooms: readonly ZoomCount[]) => JSON.stringify(archiveMetadata(product, layer, options, shown, zooms));
    const path = `pmtiles/${layer.layer}_global_${spacingName(layer.grid)}_z${options.minZoom}_z${options.maxZoom}`;
    const file = await folder.open(`${path}.pmtiles`);
    try {
      const zoomCount = options.maxZoom - options.minZoom + 1;
      const archive = await ArchiveWriter.begin(file, Buffer.byteLength(metadata([])) + zoomCount * ZOOM_COUNT_BYTES);
      const covers = Array.from({ length: zoomCount }, (_, index) => tileCover(bounds, options.minZoom + index));
      const zooms = await writeTiles(archive, layer, covers, options, context);
      await archive.finish(
        {
          minZoom: options.minZoom,
          maxZoom: options.maxZoom,
          bounds: shown,
          center: centerOf(bounds, options),
          metadata: metadata(zooms),
        },
        context,
      );
      await file.commit();
      await folder.write(`${path}.json`, Buffer.from(`${JSON.stringify(JSON.parse(metadata(zooms)), undefined, 2)}\n`));
    } catch (error) {
      await file.abort();
      throw error;
    }
    return [
      { path: `${path}.pmtiles`, mediaType: "application/vnd.pmtiles", roles: ["visual"] },
      { path: `${path}.json`, mediaType: "application/json", roles: ["metadata"] },
    ];
  },

  verify: verifyArchives,
};

/** Encodes and adds all tiles; while one batch is written the next is encoded. */
async function writeTiles(
  archive: ArchiveWriter,
  { grid }: LayerProduct,
  covers: readonly TileCover[],
  { minZoom, range, level }: PmtilesOptions,
  { kernels, signal, threads, progress }: PluginContext,
): Promise<ZoomCount[]> {
  const total = covers.reduce((sum, { ids }) => sum + ids.length, 0);
  const zooms: ZoomCount[] = [];
  let writing: Promise<void> = Promise.resolve();
  let done = 0;
  for (const [index, cover] of covers.entries()) {
    const before = archive.addressed;
    for (let first = 0; first < cover.ids.length; first += BATCH_TILES) {
      const last = first + BATCH_TILES;
      const encoding = kernels.mercatorPngs(
        { values: grid.values, geometry: grid },
        minZoom + index,
        cover.x.subarray(first, last),
        cover.y.subarray(first, last),
        { range },
        { level, signal, threads },
      );
      const [encoded] = await Promise.all([encoding, writing]);
      const ids = cover.ids.slice(first, last);
      writing = archive.add(ids, encoded.data, encoded.offsets);
      done += ids.length;
      progress(done / total);
    }
    await writing;
    const tiles = archive.addressed - before;
    zooms.push({ zoom: minZoom + index, tiles, empty: cover.ids.length - tiles });
  }
  return zooms;
}

/** Middle of the region and the zoom at which its width fills one tile. */
function centerOf({ west, south, east, north }: Bounds, { minZoom, maxZoom }: PmtilesOptions): [number, number, number] {
  const middle = (west + east) / 2;
  const zoom = Math.floor(Math.log2(360 / (east - west)));
  return [middle > 180 ? middle - 360 : middle, (south + north) / 2, Math.min(maxZoom, Math.max(minZoom, zoom))];
}

/** Bounds that a header can hold: within the square of Web Mercator, and all longitudes if the data cross the antimeridian. */
function headerBounds({ west, south, east, north }: Bounds): [number, number, number, number] {
  const crosses = west < -180 || east > 180;
  const clip = (latitude: number) => Math.min(MERCATOR_LATITUDE, Math.max(-MERCATOR_LATITUDE, latitude));
  const edges = [crosses ? -180 : west, clip(south), crosses ? 180 : east, clip(north)];
  return edges.map((degrees) => Number(degrees.toFixed(7))) as [number, number, number, number];
}
