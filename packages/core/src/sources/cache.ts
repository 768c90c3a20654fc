import { readFile, rename, stat, writeFile } from "node:fs/promises";
import type { DatasetFile, SourceFile } from "../contracts/modality.js";
import type { SourceRecord } from "../contracts/source-record.js";
import { CorruptInputError } from "../errors.js";
import { checkFile, registryContent } from "./expected-content.js";

/** What a record holds. zod is loaded when the first one is read: a worker process reads none and must start fast. */
async function recordSchema() {
  const { z } = await import("zod");
  return z.object({
    source_url: z.string(),
    filename: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    size_bytes: z.number().int().nonnegative(),
    acquired_at_iso: z.string(),
    license: z.string(),
    citation: z.string(),
    doi: z.string().optional(),
    synthetic: z.boolean().optional(),
  });
}

/** Where the record of a cached file lies. */
export const recordPath = (path: string): string => `${path}.json`;

/**
 * The cached file, checked against its record and the registry.
 *
 * A file that was put there by hand, without a record, is taken if the registry's checksum (where there is one) fits.
 *
 * @returns `undefined` if it is not in the cache.
 * @throws CorruptInputError if the file is not what its record or the registry says, or the record is damaged.
 */
export async function findInCache(path: string, file: DatasetFile, signal: AbortSignal): Promise<SourceFile | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const recorded = await readRecord(recordPath(path));
  const expectations = [registryContent(file)];
  if (recorded !== undefined) {
    expectations.push({ sha256: recorded.sha256, sizeBytes: recorded.size_bytes, authority: "record beside it" });
  }
  const digest = await checkFile(path, file.filename, expectations, signal);
  if (recorded !== undefined) return { path, record: recorded };
  return { path, record: sourceRecord(file, digest, file.urls[0] ?? `cache:${file.filename}`, found.mtime) };
}

/** Writes the record beside a file that has just come into the cache. */
export async function writeRecord(path: string, record: SourceRecord): Promise<void> {
  const temporary = `${recordPath(path)}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(record, undefined, 2)}\n`);
  await rename(temporary, recordPath(path));
}

/** The record of a file of a dataset. */
export function sourceRecord(
  file: DatasetFile,
  digest: { readonly sha256: string; readonly sizeBytes: number },
  sourceUrl: string,
  acquired: Date,
): SourceRecord {
  return {
    source_url: sourceUrl,
    filename: file.filename,
    sha256: digest.sha256,
    size_bytes: digest.sizeBytes,
    acquired_at_iso: acquired.toISOString(),
    license: file.license,
    citation: file.citation,
    ...(file.doi === undefined ? {} : { doi: file.doi }),
    ...(file.synthetic === undefined ? {} : { synthetic: file.synthetic }),
  };
}

async function readRecord(path: string): Promise<SourceRecord | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = (await recordSchema()).safeParse(parseJson(text, path));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CorruptInputError(path, `key ${issue?.path.join(".") ?? ""}`, "a source record", issue?.message ?? "something else");
  }
  const { doi, synthetic, ...required } = parsed.data;
  return { ...required, ...(doi === undefined ? {} : { doi }), ...(synthetic === undefined ? {} : { synthetic }) };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CorruptInputError(path, "byte 0", "JSON", "text that does not parse", { cause });
  }
}
