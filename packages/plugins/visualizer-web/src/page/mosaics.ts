import type { GridCell } from "./grid-cell.js";

/** Reads single cells of the run's mosaics by HTTP byte ranges: the exact numbers, not the colours of the map. */
export class Mosaics {
  readonly #images = new Map<string, ReturnType<typeof openImage>>();

  /** Value of a cell, NaN where there is no data. Rejects if the mosaic cannot be read. */
  async value(url: string, { row, col }: GridCell): Promise<number> {
    let image = this.#images.get(url);
    if (image === undefined) {
      image = openImage(url);
      this.#images.set(url, image);
      image.catch(() => this.#images.delete(url));
    }
    const [samples] = await (await image).readRasters({ window: [col, row, col + 1, row + 1], interleave: false });
    return Number((samples as ArrayLike<number>)[0]);
  }
}

async function openImage(url: string) {
  const file = await GeoTIFF.fromUrl(new URL(url, document.baseURI).href);
  return file.getImage(0);
}
