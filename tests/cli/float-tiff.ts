/** Field types of TIFF 6.0. */
const [SHORT, LONG, DOUBLE] = [3, 4, 12] as const;

/**
 * A global GeoTIFF of one band of float32, one uncompressed strip, filled with a slope. Carries pixel size and corner, but no CRS.
 * @see TIFF 6.0, sections 2 and 8; OGC GeoTIFF 1.1, ModelPixelScaleTag and ModelTiepointTag
 */
export function floatTiff(width: number, height: number): Uint8Array {
  const tags: readonly (readonly [tag: number, type: number, values: readonly number[]])[] = [
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, [32]], // bits per sample
    [259, SHORT, [1]], // no compression
    [262, SHORT, [1]], // black is zero
    [273, LONG, [0]], // strip offset, known below
    [277, SHORT, [1]], // samples per pixel
    [278, LONG, [height]], // rows per strip
    [279, LONG, [width * height * 4]],
    [339, SHORT, [3]], // floating point
    [33550, DOUBLE, [360 / width, 180 / height, 0]],
    [33922, DOUBLE, [0, 0, 0, -180, 90, 0]],
  ];
  const directory = 8;
  const outside = directory + 2 + tags.length * 12 + 4;
  const doubles = tags.reduce((sum, [, type, values]) => sum + (type === DOUBLE ? values.length * 8 : 0), 0);
  const strip = outside + doubles;
  const view = new DataView(new ArrayBuffer(strip + width * height * 4));
  view.setUint16(0, 0x4949);
  view.setUint16(2, 42, true);
  view.setUint32(4, directory, true);
  view.setUint16(directory, tags.length, true);
  let free = outside;
  for (const [index, [tag, type, values]] of tags.entries()) {
    const entry = directory + 2 + index * 12;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, values.length, true);
    if (type === DOUBLE) {
      view.setUint32(entry + 8, free, true);
      for (const value of values) {
        view.setFloat64(free, value, true);
        free += 8;
      }
    } else {
      view.setUint32(entry + 8, tag === 273 ? strip : values[0]!, true);
    }
  }
  for (let index = 0; index < width * height; index++) view.setFloat32(strip + index * 4, index / 10, true);
  return new Uint8Array(view.buffer);
}
