import { readFile } from "node:fs/promises";
import { type Affine, CorruptInputError } from "@geoanomaly/core";

/**
 * Geotransform of the six-line world file beside a raster (`.tfw`, `.tifw`, `.wld`), or `undefined` if there is none.
 * Lines: pixel width, row rotation, column rotation, pixel height, and the centre of the north-western pixel.
 * @throws CorruptInputError if it has not six numbers.
 */
export async function worldFile(path: string): Promise<Affine | undefined> {
  const stem = path.replace(/\.[^./\\]*$/, "");
  for (const beside of [`${stem}.tfw`, `${stem}.TFW`, `${stem}.tifw`, `${stem}.wld`]) {
    let text: string;
    try {
      text = await readFile(beside, "utf8");
    } catch {
      continue; // not there: the next name
    }
    const lines = text.trim().split(/\s+/);
    const [a, d, b, e, x, y] = lines.map(Number);
    if (lines.length !== 6 || ![a, d, b, e, x, y].every(Number.isFinite)) {
      throw new CorruptInputError(beside, "line 1", "six numbers", JSON.stringify(text.slice(0, 80)));
    }
    const [width, rowTurn, colTurn, height, centreX, centreY] = [a, d, b, e, x, y] as [number, number, number, number, number, number];
    return [width, colTurn, centreX - 0.5 * (width + colTurn), rowTurn, height, centreY - 0.5 * (rowTurn + height)];
  }
  return undefined;
}
