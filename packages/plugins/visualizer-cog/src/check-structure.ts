import { GHOST_AREA, HEADER_BYTES, LEADER_BYTES, TRAILER_BYTES } from "./cog-file.js";
import type { TiffDirectory } from "./tiff/read-directories.js";
import { ADOBE_DEFLATE, IEEE_FLOAT, REDUCED_RESOLUTION, TAG } from "./tiff/tags.js";

/** The first value of a numeric tag; NaN if the tag is absent. */
export function tagValue(directory: TiffDirectory, tag: number): number {
  return directory.numbers.get(tag)?.[0] ?? Number.NaN;
}

/**
 * What is wrong with the layout of a COG: ghost area, order and kind of directories, tiling, compression, sample format, nodata,
 * overview sizes, and place, order, leader and trailer of every block. Expected and found, one line each; none if all holds.
 * @see GDAL, "COG -- Cloud Optimized GeoTIFF generator", "File format details"
 */
export function checkStructure(file: Uint8Array, directories: readonly TiffDirectory[]): string[] {
  const problems: string[] = [];
  const expect = (what: string, expected: number | string, found: number | string | undefined) => {
    if (!Object.is(expected, found)) problems.push(`${what}: expected ${expected}, found ${found}`);
  };
  const ghost = Buffer.from(file.subarray(HEADER_BYTES, HEADER_BYTES + GHOST_AREA.length)).toString("latin1");
  if (ghost !== GHOST_AREA)
    problems.push("ghost area: expected GDAL's structural metadata with LAYOUT=IFDS_BEFORE_DATA, found other bytes");
  if (directories.length === 0) return [...problems, "directories: expected at least one, found none"];

  const main = directories[0]!;
  const [cols, rows] = [tagValue(main, TAG.imageWidth), tagValue(main, TAG.imageLength)];
  expect("offset of the first directory", HEADER_BYTES + GHOST_AREA.length + (GHOST_AREA.length % 2), main.offset);
  let previousFactor = 0.5;
  directories.forEach((directory, level) => {
    const name = level === 0 ? "main image" : `overview ${level}`;
    const number = (tag: number) => tagValue(directory, tag);
    expect(`${name}: subfile type`, level === 0 ? 0 : REDUCED_RESOLUTION, number(TAG.newSubfileType));
    expect(`${name}: bits per sample`, 32, number(TAG.bitsPerSample));
    expect(`${name}: sample format`, IEEE_FLOAT, number(TAG.sampleFormat));
    expect(`${name}: samples per pixel`, 1, number(TAG.samplesPerPixel));
    expect(`${name}: compression`, ADOBE_DEFLATE, number(TAG.compression));
    expect(`${name}: nodata`, "nan", directory.texts.get(TAG.gdalNoData));
    expect(`${name}: predictor`, tagValue(main, TAG.predictor), number(TAG.predictor));
    expect(`${name}: block width`, tagValue(main, TAG.tileWidth), number(TAG.tileWidth));
    expect(`${name}: block height`, number(TAG.tileWidth), number(TAG.tileLength));
    const before = directories[level - 1];
    if (before && directory.offset <= before.offset) problems.push(`${name}: its directory stands before that of the larger image`);

    const factor = 2 ** Math.round(Math.log2(Math.max(cols / number(TAG.imageWidth), rows / number(TAG.imageLength))));
    if (!(factor > previousFactor)) problems.push(`${name}: expected a smaller image than the one before`);
    expect(`${name}: width`, Math.ceil(cols / factor), number(TAG.imageWidth));
    expect(`${name}: height`, Math.ceil(rows / factor), number(TAG.imageLength));
    previousFactor = factor;
  });
  if (![1, 2, 3].includes(tagValue(main, TAG.predictor)))
    problems.push(`predictor: expected 1, 2 or 3, found ${tagValue(main, TAG.predictor)}`);
  const blockSize = tagValue(main, TAG.tileWidth);
  if (!(blockSize >= 16 && blockSize <= 4096 && blockSize % 16 === 0)) {
    return [...problems, `block size: expected a multiple of 16 up to 4096, found ${blockSize}`];
  }
  const smallest = directories.at(-1)!;
  if (Math.max(tagValue(smallest, TAG.imageWidth), tagValue(smallest, TAG.imageLength)) > blockSize) {
    problems.push(`overviews: expected the smallest to fit one block of ${blockSize}, found ${tagValue(smallest, TAG.imageWidth)} columns`);
  }
  return [...problems, ...checkBlocks(file, directories, blockSize)];
}

/** Blocks stand from the smallest overview to the main image, each row-major, without gap or overlap, up to the end of the file. */
function checkBlocks(file: Uint8Array, directories: readonly TiffDirectory[], blockSize: number): string[] {
  const problems: string[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let end: number | undefined;
  for (const [level, directory] of [...directories.entries()].reverse()) {
    const offsets = directory.numbers.get(TAG.tileOffsets) ?? [];
    const counts = directory.numbers.get(TAG.tileByteCounts) ?? [];
    const blocks = Math.ceil(tagValue(directory, TAG.imageWidth) / blockSize) * Math.ceil(tagValue(directory, TAG.imageLength) / blockSize);
    if (offsets.length !== blocks || counts.length !== blocks) {
      problems.push(`image ${level}: expected ${blocks} blocks, found ${offsets.length} offsets and ${counts.length} sizes`);
      continue;
    }
    for (const [index, offset] of offsets.entries()) {
      const count = counts[index]!;
      const name = `image ${level} block ${index}`;
      if (end !== undefined && offset !== end + LEADER_BYTES)
        problems.push(`${name}: expected at byte ${end + LEADER_BYTES}, found at ${offset}`);
      if (offset < LEADER_BYTES || count < TRAILER_BYTES || offset + count + TRAILER_BYTES > file.length) {
        problems.push(`${name}: expected within the ${file.length} bytes of the file, found ${count} bytes at ${offset}`);
        continue;
      }
      end = offset + count + TRAILER_BYTES;
      if (view.getUint32(offset - LEADER_BYTES, true) !== count) problems.push(`${name}: its leader does not repeat its size ${count}`);
      if (view.getUint32(end - TRAILER_BYTES) !== view.getUint32(end - 2 * TRAILER_BYTES)) {
        problems.push(`${name}: its trailer does not repeat its last four bytes`);
      }
    }
  }
  if (end !== file.length) problems.push(`file: expected to end with the last block at byte ${end}, found ${file.length} bytes`);
  return problems;
}
