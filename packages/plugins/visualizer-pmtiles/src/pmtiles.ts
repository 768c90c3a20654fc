import {
  type Bounds,
  DataExtent,
  GridMismatchError,
  type GridWindow,
  gridBounds,
  type PluginContext,
  spacingName,
  type VisualizerPlugin,
  windowGeometry,
} from "@geoanomaly/core";
import { ArchiveWriter } from "./archive/archive-writer.js";
import { archiveMetadata, type ZoomCount } from "./metadata.js";
import { type PmtilesOptions, pmtilesOptions, pmtilesOptionsSchema } from "./options.js";
import { MERCATOR_LATITUDE, type TileCover, tileCover } from "./tile-cover.js";
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
    const source = { values: layer.grid.values, geometry: layer.grid };
    const bounds = boundsOfData(source, options.layer);
    const shown = headerBounds(bounds);
    const metadata = (zooms: readonly ZoomCount[]) => archiveMetadata(product, layer, options, shown, zooms);
    const path = `pmtiles/${layer.layer}_global_${spacingName(layer.grid)}_z${options.minZoom}_z${options.maxZoom}`;
    const file = await folder.open(`${path}.pmtiles`);
    let zooms: readonly ZoomCount[];
    try {
      const zoomCount = options.maxZoom - options.minZoom + 1;
      const archive = await ArchiveWriter.begin(file, Buffer.byteLength(JSON.stringify(metadata([]))) + zoomCount * ZOOM_COUNT_BYTES);
      const covers = Array.from({ length: zoomCount }, (_, index) => tileCover(bounds, options.minZoom + index));
      zooms = await writeTiles(archive, source, covers, options, context);
      const { minZoom, maxZoom } = options;
      const facts = { minZoom, maxZoom, bounds: shown, center: centerOf(bounds, options), metadata: JSON.stringify(metadata(zooms)) };
      await archive.finish(facts, context);
    } catch (error) {
      await file.abort();
      throw error;
    }
    await file.commit();
    await folder.write(`${path}.json`, Buffer.from(`${JSON.stringify(metadata(zooms), undefined, 2)}\n`));
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
  source: GridWindow,
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
      signal.throwIfAborted();
      const last = first + BATCH_TILES;
      const encoding = kernels.mercatorPngs(
        source,
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

/** Envelope of the cells that have data; east may pass 180. @throws GridMismatchError if there are none. */
function boundsOfData({ values, geometry }: GridWindow, layer: string): Bounds {
  const extent = new DataExtent(geometry);
  extent.add(values);
  const window = extent.window();
  if (!window) throw new GridMismatchError(`data in layer ${layer}`, "no finite sample");
  return gridBounds(windowGeometry(geometry, window));
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
