import type { SourceFile } from "../contracts/modality.js";
import type { SourceRecord } from "../contracts/source-record.js";

/** Digits of the sha256 in the name of an input's record. */
const PREFIX = 16;

/** One record per input file: `manifest/sources/<sha256 prefix>.json`. The same file used by two layers has one record. */
export function sourceRecordFiles(
  sources: Readonly<Record<string, readonly SourceFile[]>>,
): readonly { readonly path: string; readonly content: SourceRecord }[] {
  const files = new Map<string, SourceRecord>();
  for (const { record } of Object.values(sources).flat()) files.set(`manifest/sources/${record.sha256.slice(0, PREFIX)}.json`, record);
  return [...files.keys()].sort().map((path) => ({ path, content: files.get(path) as SourceRecord }));
}
