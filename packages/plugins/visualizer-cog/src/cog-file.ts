import { type GridGeometry, ResourceError, type Shape } from "@geoanomaly/core";
import { directoryBytes, type TiffField, writeDirectory } from "./tiff/directory.js";
import { geoFields } from "./tiff/geo-keys.js";
import { ADOBE_DEFLATE, CONTIGUOUS, IEEE_FLOAT, MIN_IS_BLACK, REDUCED_RESOLUTION, TAG } from "./tiff/tags.js";

/** One resolution of the image: zlib streams of its blocks, row-major. */
export interface CogImage extends Shape {
  readonly blocks: readonly Uint8Array[];
}

export interface CogSettings {
  readonly blockSize: number;
  readonly predictor: 1 | 2 | 3;
  /** Content of the `GDAL_METADATA` tag. */
  readonly metadataXml: string;
}

/**
 * GDAL's promise about the order of the file, right behind the TIFF header. A reader that knows it needs no second look at the
 * directories: each block is preceded by its size and followed by its last four bytes once more.
 * @see GDAL, "COG -- Cloud Optimized GeoTIFF generator", section "Header ghost area"
 */
const STRUCTURE = [
  "LAYOUT=IFDS_BEFORE_DATA\n",
  "BLOCK_ORDER=ROW_MAJOR\n",
  "BLOCK_LEADER=SIZE_AS_UINT4\n",
  "BLOCK_TRAILER=LAST_4_BYTES_REPEATED\n",
  "KNOWN_INCOMPATIBLE_EDITION=NO\n ", // the blank leaves room for YES
].join("");
export const GHOST_AREA = `GDAL_STRUCTURAL_METADATA_SIZE=${String(STRUCTURE.length).padStart(6, "0")} bytes\n${STRUCTURE}`;
export const HEADER_BYTES = 8;
export const LEADER_BYTES = 4;
export const TRAILER_BYTES = 4;

const CLASSIC_TIFF_LIMIT = 2 ** 32 - 1;

/**
 * A cloud-optimised GeoTIFF of one float32 band: header, ghost area, directories from the full image to the smallest overview,
 * then the blocks from the smallest overview to the full image. No timestamps and one order of tags: same input, same bytes.
 * @param images The full image first, then its overviews in decreasing size.
 * @throws ResourceError if the file would pass 4 GiB, the limit of classic TIFF.
 */
export function cogFile(images: readonly CogImage[], geometry: GridGeometry, settings: CogSettings): Uint8Array {
  const directoryOffsets: number[] = [];
  let end = HEADER_BYTES + GHOST_AREA.length;
  end += end % 2;
  images.forEach((image, level) => {
    directoryOffsets.push(end);
    end += directoryBytes(imageFields(image, level, image.blocks, geometry, settings));
  });

  const blockOffsets: number[][] = images.map(() => []);
  for (let level = images.length - 1; level >= 0; level--) {
    for (const block of images[level]!.blocks) {
      blockOffsets[level]!.push(end + LEADER_BYTES);
      end += LEADER_BYTES + block.length + TRAILER_BYTES;
    }
  }
  if (end > CLASSIC_TIFF_LIMIT) {
    throw new ResourceError(`A COG of ${end} bytes exceeds the 4 GiB of classic TIFF; use a coarser grid or a smaller region`);
  }

  const file = Buffer.alloc(end);
  file.write("II");
  file.writeUInt16LE(42, 2);
  file.writeUInt32LE(directoryOffsets[0]!, 4);
  file.write(GHOST_AREA, HEADER_BYTES);
  images.forEach((image, level) => {
    const fields = imageFields(image, level, blockOffsets[level]!, geometry, settings);
    writeDirectory(file, directoryOffsets[level]!, fields, directoryOffsets[level + 1] ?? 0);
    image.blocks.forEach((block, index) => {
      const offset = blockOffsets[level]![index]!;
      file.writeUInt32LE(block.length, offset - LEADER_BYTES);
      file.set(block, offset);
      file.set(block.subarray(block.length - TRAILER_BYTES), offset + block.length);
    });
  });
  return file;
}

/** Fields of one directory. `offsets`: any array of the right length will do while only the size is wanted. */
function imageFields(
  image: CogImage,
  level: number,
  offsets: ArrayLike<unknown>,
  geometry: GridGeometry,
  { blockSize, predictor, metadataXml }: CogSettings,
): TiffField[] {
  const short = (tag: number, value: number): TiffField => ({ tag, type: "short", values: [value] });
  const long = (tag: number, values: readonly number[]): TiffField => ({ tag, type: "long", values });
  const fields: TiffField[] = [
    long(TAG.newSubfileType, [level === 0 ? 0 : REDUCED_RESOLUTION]),
    long(TAG.imageWidth, [image.cols]),
    long(TAG.imageLength, [image.rows]),
    short(TAG.bitsPerSample, 32),
    short(TAG.compression, ADOBE_DEFLATE),
    short(TAG.photometricInterpretation, MIN_IS_BLACK),
    short(TAG.samplesPerPixel, 1),
    short(TAG.planarConfiguration, CONTIGUOUS),
    short(TAG.predictor, predictor),
    short(TAG.tileWidth, blockSize),
    short(TAG.tileLength, blockSize),
    long(
      TAG.tileOffsets,
      Array.from(offsets, (offset) => (typeof offset === "number" ? offset : 0)),
    ),
    long(
      TAG.tileByteCounts,
      image.blocks.map((block) => block.length),
    ),
    short(TAG.sampleFormat, IEEE_FLOAT),
  ];
  if (level === 0) fields.push(...geoFields(geometry), { tag: TAG.gdalMetadata, type: "ascii", text: metadataXml });
  fields.push({ tag: TAG.gdalNoData, type: "ascii", text: "nan" });
  return fields;
}
