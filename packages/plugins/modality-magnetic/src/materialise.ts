import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DatasetFile, SourceFile } from "@geoanomaly/core";
import { SourceUnavailableError } from "@geoanomaly/core";
import { datasets } from "./datasets.js";
import { syntheticCrust } from "./synthetic-crust.js";
import { wmmFile } from "./world-magnetic-model.js";

/** Release date of the generator and of the packaged model: provenance must not depend on when a machine made its copy. */
const RELEASED = "2025-01-01T00:00:00.000Z";

const sourceFile = (
  path: string,
  bytes: Uint8Array,
  origin: string,
  { filename, license, citation, doi, synthetic }: DatasetFile,
): SourceFile => ({
  path,
  record: {
    source_url: origin,
    filename,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    size_bytes: bytes.length,
    acquired_at_iso: RELEASED,
    license,
    citation,
    ...(doi !== undefined && { doi }),
    ...(synthetic !== undefined && { synthetic }),
  },
});

/** Writes the file unless it is there with these bytes: workers may be reading it. */
async function writeOnce(path: string, bytes: Uint8Array): Promise<void> {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(bytes)) return;
  const partial = `${path}.${process.pid}.partial`;
  await writeFile(partial, bytes);
  await rename(partial, path);
}

/**
 * Files of the embedded dataset: the generated crust, written into `folder`, and the main field of an installed package.
 * @throws SourceUnavailableError for a dataset that is not embedded.
 */
export async function materialise(id: string, folder: string): Promise<readonly SourceFile[]> {
  const files = datasets.find((dataset) => dataset.id === id && dataset.embedded)?.files;
  if (!files) throw new SourceUnavailableError(id, "is not an embedded dataset of modality magnetic");
  const [crust, main] = files as readonly [DatasetFile, DatasetFile];
  await mkdir(folder, { recursive: true });
  const path = join(folder, crust.filename);
  const bytes = Buffer.from(syntheticCrust(), "latin1");
  await writeOnce(path, bytes);
  return [
    sourceFile(path, bytes, "generated:synthetic-crust@1", crust),
    sourceFile(wmmFile(), await readFile(wmmFile()), "https://www.npmjs.com/package/geomagnetism/v/0.2.0", main),
  ];
}
