import { type FileHandle, open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

/** A regular file below the served folder, open for reading; the caller closes it. */
export interface ServedFile {
  readonly file: FileHandle;
  readonly path: string;
  readonly sizeBytes: number;
  /** Strong: a file of other content has another one. */
  readonly etag: string;
}

/**
 * Opens what a URL path names.
 *
 * @param root Real path of the folder.
 * @param urlPath Path of a request, still percent-encoded, beginning with `/`.
 * @returns `"folder"` for a folder; `undefined` for anything that must not or cannot be served: what does not exist, hidden files, paths
 * that leave the folder by `..`, by an encoded separator or NUL, or through a symbolic link.
 */
export async function openServedFile(root: string, urlPath: string): Promise<ServedFile | "folder" | undefined> {
  const segments = decodeSegments(urlPath);
  if (segments === undefined) return undefined;
  const path = await realpath(join(root, ...segments)).catch(() => undefined);
  if (path === undefined || (path !== root && !path.startsWith(root.endsWith(sep) ? root : root + sep))) return undefined;
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return undefined;
  const found = await file.stat({ bigint: true });
  if (!found.isFile()) {
    await file.close();
    return found.isDirectory() ? "folder" : undefined;
  }
  // Outputs are replaced by rename, never changed in place: a new content is a new inode or a new time.
  const etag = `"${found.ino.toString(36)}-${found.size.toString(36)}-${found.mtimeNs.toString(36)}"`;
  return { file, path, sizeBytes: Number(found.size), etag };
}

function decodeSegments(urlPath: string): string[] | undefined {
  const segments: string[] = [];
  for (const encoded of urlPath.split("/")) {
    if (encoded === "") continue;
    let segment: string;
    try {
      segment = decodeURIComponent(encoded);
    } catch {
      return undefined;
    }
    if (segment.startsWith(".") || /[/\\\0]/.test(segment)) return undefined;
    segments.push(segment);
  }
  return segments;
}
