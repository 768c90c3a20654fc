import { HATCH, NO_DATA } from "./palette.js";

/** Tiles kept decoded, so that a new colour or threshold asks the server for nothing: about 32 MB. */
const KEPT_TILES = 256;
const HATCH_PIXELS = 4;
const hatch = HATCH.map((rgba) => new Uint32Array(Uint8ClampedArray.from(rgba).buffer)[0]!);

interface GrayTile {
  readonly size: number;
  /** Row-major gray levels, 256 where there is no data. */
  readonly levels: Uint16Array;
}

/** Tiles of the archive, decoded once and painted as often as colours change. */
export class GrayTiles {
  readonly #archive: InstanceType<typeof pmtiles.PMTiles>;
  readonly #tiles = new Map<string, Promise<GrayTile>>();

  constructor(archive: InstanceType<typeof pmtiles.PMTiles>) {
    this.#archive = archive;
  }

  /** The tile as an image in the colours of `palette` (see `palette.ts`). A tile that the archive lacks has no data anywhere. */
  async paint(z: number, x: number, y: number, palette: Uint32Array): Promise<ImageBitmap> {
    const { size, levels } = await this.#tile(z, x, y);
    const image = new ImageData(size, size);
    const pixels = new Uint32Array(image.data.buffer);
    for (let index = 0; index < levels.length; index++) {
      const level = levels[index]!;
      pixels[index] = level === NO_DATA ? hatchAt(index % size, Math.floor(index / size)) : palette[level]!;
    }
    return createImageBitmap(image);
  }

  #tile(z: number, x: number, y: number): Promise<GrayTile> {
    const key = `${z}/${x}/${y}`;
    const known = this.#tiles.get(key);
    this.#tiles.delete(key);
    const tile = known ?? this.#load(z, x, y);
    this.#tiles.set(key, tile);
    // A failure is not kept: the next request may succeed.
    tile.catch(() => this.#tiles.delete(key));
    const oldest = this.#tiles.keys().next();
    if (this.#tiles.size > KEPT_TILES && !oldest.done) this.#tiles.delete(oldest.value);
    return tile;
  }

  async #load(z: number, x: number, y: number): Promise<GrayTile> {
    const found = await this.#archive.getZxy(z, x, y);
    if (found === undefined) return { size: 256, levels: new Uint16Array(256 * 256).fill(NO_DATA) };
    // Numbers, not a picture: neither colour management nor premultiplied alpha may touch them.
    const bitmap = await createImageBitmap(new Blob([found.data], { type: "image/png" }), {
      premultiplyAlpha: "none",
      colorSpaceConversion: "none",
    });
    const size = bitmap.width;
    const canvas = new OffscreenCanvas(size, size).getContext("2d", { willReadFrequently: true })!;
    canvas.drawImage(bitmap, 0, 0);
    bitmap.close();
    const { data } = canvas.getImageData(0, 0, size, size);
    return {
      size,
      levels: Uint16Array.from({ length: size * size }, (_, index) => (data[index * 4 + 3] === 0 ? NO_DATA : data[index * 4]!)),
    };
  }
}

function hatchAt(column: number, row: number): number {
  return hatch[Math.floor((column + row) / HATCH_PIXELS) % 2]!;
}
