import type { DatasetFile } from "../contracts/modality.js";
import { CorruptInputError } from "../errors.js";
import { checkContentKind } from "./content-kind.js";
import { digestFile, type FileDigest } from "./file-digest.js";

/** What is known of a file's content, and who says so. */
export interface ExpectedContent {
  readonly sha256?: string | undefined;
  readonly sizeBytes?: number | undefined;
  /** `registry`, `MANIFEST.tsv`, `record beside it`: named in the error. */
  readonly authority: string;
}

/** What the modality's registry promises about a file. */
export function registryContent(file: DatasetFile): ExpectedContent {
  return { sha256: file.sha256, sizeBytes: file.sizeBytes, authority: "registry" };
}

/**
 * Reads a file once and holds it against all that is known of it.
 *
 * @throws CorruptInputError naming the file, `size` or `sha256`, expected (and who expects it) and found; UnreadableInputError.
 */
export async function checkFile(
  path: string,
  filename: string,
  expectations: readonly ExpectedContent[],
  signal: AbortSignal,
  onBytes?: (done: number) => void,
): Promise<FileDigest> {
  const digest = await digestFile(path, signal, onBytes);
  for (const { sha256, sizeBytes, authority } of expectations) {
    if (sizeBytes !== undefined && sizeBytes !== digest.sizeBytes) {
      throw new CorruptInputError(path, "size", `${sizeBytes} bytes (${authority})`, `${digest.sizeBytes} bytes`);
    }
    if (sha256 !== undefined && sha256.toLowerCase() !== digest.sha256) {
      throw new CorruptInputError(path, "sha256", `${sha256.toLowerCase()} (${authority})`, digest.sha256);
    }
  }
  checkContentKind(filename, digest.head, path);
  return digest;
}
