import { tagValue } from "./check-structure.js";
import { decodeBlock } from "./tiff/decode-block.js";
import type { TiffDirectory } from "./tiff/read-directories.js";
import { TAG } from "./tiff/tags.js";

const REQUIRED_ITEMS = ["layer", "units", "grid", "tile_id", "bounds", "stats"] as const;
const RESOLUTION_ITEMS = ["effective_resolution_degrees", "effective_resolution_metres"] as const;
/** GeoKey 1025 with the value of pixel is point. */
const RASTER_IS_POINT = [1025, 0, 1, 2] as const;

/**
 * What is wrong with the content of a COG whose structure holds: every block decodes; the tags are there, `bounds` is the envelope of the
 * geotransform, and count, minimum and maximum in `stats` are those of the samples.
 */
export async function checkContent(file: Uint8Array, directories: readonly TiffDirectory[]): Promise<string[]> {
  const main = directories[0]!;
  const items = metadataItems(main.texts.get(TAG.gdalMetadata) ?? "");
  const problems: string[] = REQUIRED_ITEMS.filter((name) => !items.has(name)).map((name) => `tag ${name}: expected, found none`);
  if (!RESOLUTION_ITEMS.some((name) => items.has(name))) problems.push(`tag ${RESOLUTION_ITEMS.join(" or ")}: expected, found none`);

  const samples = { count: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
  for (const [level, directory] of directories.entries()) {
    const blockSize = tagValue(directory, TAG.tileWidth);
    const [cols, rows] = [tagValue(directory, TAG.imageWidth), tagValue(directory, TAG.imageLength)];
    const across = Math.ceil(cols / blockSize);
    for (const [index, offset] of directory.numbers.get(TAG.tileOffsets)!.entries()) {
      const stream = file.subarray(offset, offset + directory.numbers.get(TAG.tileByteCounts)![index]!);
      const validRows = Math.min(blockSize, rows - blockSize * Math.floor(index / across));
      const validCols = Math.min(blockSize, cols - blockSize * (index % across));
      try {
        // Overviews are inflated, which checks their Adler-32; their samples are not needed.
        const values = await decodeBlock(stream, blockSize, tagValue(directory, TAG.predictor), level === 0 ? validRows : 0);
        if (level === 0) gather(values, blockSize, validRows, validCols, samples);
      } catch (error) {
        problems.push(`image ${level} block ${index}: cannot be decoded: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return [...problems, ...checkBounds(main, items.get("bounds")), ...checkStatistics(items.get("stats"), samples)];
}

function gather(
  values: Float32Array,
  blockSize: number,
  rows: number,
  cols: number,
  into: { count: number; min: number; max: number },
): void {
  for (let row = 0; row < rows; row++) {
    for (let index = row * blockSize; index < row * blockSize + cols; index++) {
      const value = values[index]!;
      if (Number.isNaN(value)) continue;
      into.count++;
      if (value < into.min) into.min = value;
      if (value > into.max) into.max = value;
    }
  }
}

function checkBounds(main: TiffDirectory, text: string | undefined): string[] {
  const [pixelWidth, pixelHeight] = main.numbers.get(TAG.modelPixelScale) ?? [];
  const [, , , tieEasting, tieNorthing] = main.numbers.get(TAG.modelTiepoint) ?? [];
  if (pixelWidth === undefined || pixelHeight === undefined || tieEasting === undefined || tieNorthing === undefined) {
    return ["georeference: expected ModelPixelScale and ModelTiepoint, found none"];
  }
  const toCorner = isPoint(main) ? 0.5 : 0;
  const [west, north] = [tieEasting - toCorner * pixelWidth, tieNorthing + toCorner * pixelHeight];
  const envelope = [west, north - pixelHeight * tagValue(main, TAG.imageLength), west + pixelWidth * tagValue(main, TAG.imageWidth), north];
  const stated = text?.split(",").map(Number) ?? [];
  const agrees = stated.length === 4 && envelope.every((edge, index) => Math.abs(edge - stated[index]!) < pixelWidth * 1e-6);
  return agrees ? [] : [`tag bounds: expected the envelope ${envelope.join(",")}, found ${text}`];
}

/** Is the tie point a sample, half a pixel inside the corner? */
function isPoint(main: TiffDirectory): boolean {
  const keys = main.numbers.get(TAG.geoKeyDirectory) ?? [];
  return keys.some((_, at) => at % 4 === 0 && RASTER_IS_POINT.every((value, index) => keys[at + index] === value));
}

function checkStatistics(text: string | undefined, samples: { count: number; min: number; max: number }): string[] {
  let stated: Partial<Record<string, unknown>>;
  try {
    stated = JSON.parse(text ?? "{}") as Partial<Record<string, unknown>>;
  } catch {
    return [`tag stats: expected JSON, found ${text}`];
  }
  const found = samples.count === 0 ? { count: 0, min: null, max: null } : samples;
  return (["count", "min", "max"] as const)
    .filter((key) => stated[key] !== found[key])
    .map((key) => `tag stats: expected ${key} ${found[key]} as the samples have it, found ${stated[key]}`);
}

/** Items of a `GDAL_METADATA` tag by name, entities left as they are: what is compared has none. */
function metadataItems(xml: string): Map<string, string> {
  const items = new Map<string, string>();
  for (const [, name, text] of xml.matchAll(/<Item name="([^"]*)"[^>]*>([^<]*)<\/Item>/g)) {
    items.set(name!, text!);
  }
  return items;
}
