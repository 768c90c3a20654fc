import { posix } from "node:path";
import { CorruptInputError } from "../errors.js";

export const MIRROR_MANIFEST = "MANIFEST.tsv";

/** One line of a data pack's manifest. */
export interface MirrorEntry {
  /** Relative to the mirror, POSIX separators, never leaving it. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly license: string;
  /** Where the pack has the file from. */
  readonly source: string;
}

const COLUMNS = ["path", "bytes", "sha256", "licence", "source"] as const;

/**
 * Entries of a `MANIFEST.tsv`: tab-separated, a header line, columns path, bytes, sha256, licence and source in any order.
 *
 * @param shownPath Named in errors.
 * @throws CorruptInputError naming the line, also for a path that would leave the mirror.
 */
export function parseMirrorManifest(text: string, shownPath: string): readonly MirrorEntry[] {
  const [header = "", ...lines] = text.split(/\r?\n/);
  const names = header.split("\t").map((name) => name.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new CorruptInputError(shownPath, "line 1", `columns ${COLUMNS.join(", ")}`, `no ${missing.join(", ")}`);
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const place = `line ${index + 2}`;
    const cells = line.split("\t");
    const cell = (column: (typeof COLUMNS)[number]) => (cells[names.indexOf(column)] ?? "").trim();
    const [path, bytes, sha256] = [cell("path"), cell("bytes"), cell("sha256").toLowerCase()];
    if (!staysInside(path)) throw new CorruptInputError(shownPath, place, "a relative path inside the mirror", JSON.stringify(path));
    if (!/^\d{1,15}$/.test(bytes)) throw new CorruptInputError(shownPath, place, "a size in bytes", JSON.stringify(bytes));
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new CorruptInputError(shownPath, place, "a sha256 of 64 hex digits", JSON.stringify(sha256));
    return [{ path, sizeBytes: Number(bytes), sha256, license: cell("licence"), source: cell("source") }];
  });
}

/** Whether a POSIX path is relative and stays below the folder it is relative to. */
function staysInside(path: string): boolean {
  if (path === "" || path.includes("\0") || path.includes("\\") || posix.isAbsolute(path)) return false;
  return !posix.normalize(path).split("/").includes("..");
}

/**
 * The entry that holds a file: same name, and the known checksum where there is one.
 *
 * @returns `undefined` if no entry has that name.
 * @throws CorruptInputError if several entries of that name differ in content and no checksum tells them apart.
 */
export function findEntry(
  entries: readonly MirrorEntry[],
  filename: string,
  sha256: string | undefined,
  shownPath: string,
): MirrorEntry | undefined {
  const named = entries.filter((entry) => posix.basename(entry.path) === filename);
  const exact = named.find((entry) => entry.sha256 === sha256?.toLowerCase());
  if (exact !== undefined) return exact;
  if (new Set(named.map((entry) => entry.sha256)).size > 1) {
    const paths = named.map((entry) => entry.path).join(", ");
    throw new CorruptInputError(shownPath, `file ${filename}`, "one content under that name", `several: ${paths}`);
  }
  return named[0];
}
