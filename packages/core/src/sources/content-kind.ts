import { extname } from "node:path";
import { CorruptInputError } from "../errors.js";

type Signature = readonly number[];

const TIFF: readonly Signature[] = [
  [0x49, 0x49, 42, 0],
  [0x4d, 0x4d, 0, 42],
  [0x49, 0x49, 43, 0],
  [0x4d, 0x4d, 0, 43],
];
const NETCDF: readonly Signature[] = [
  [0x43, 0x44, 0x46],
  [0x89, 0x48, 0x44, 0x46],
];

/** First bytes of the binary formats that inputs come in, by file extension. */
const SIGNATURES: Readonly<Record<string, { readonly name: string; readonly starts: readonly Signature[] }>> = {
  ".tif": { name: "a TIFF", starts: TIFF },
  ".tiff": { name: "a TIFF", starts: TIFF },
  ".nc": { name: "a NetCDF file", starts: NETCDF },
  ".zip": { name: "a ZIP archive", starts: [[0x50, 0x4b]] },
  ".gz": { name: "a gzip file", starts: [[0x1f, 0x8b]] },
  ".xz": { name: "an xz file", starts: [[0xfd, 0x37, 0x7a, 0x58, 0x5a]] },
};
const TEXT_EXTENSIONS = new Set([".csv", ".txt", ".gdf", ".gfc", ".cof", ".shc", ".asc", ".xyz", ".json"]);

/**
 * Recognises, from the first bytes alone, an error page or another format under the name of an input.
 * Extensions it does not know pass.
 *
 * @param filename Decides what is expected.
 * @param head First bytes of the file, 512 are plenty; empty for an empty file.
 * @param shownPath Named in the error.
 * @throws CorruptInputError at byte 0 with what was expected and what the bytes look like.
 */
export function checkContentKind(filename: string, head: Uint8Array, shownPath: string = filename): void {
  const extension = extname(filename).toLowerCase();
  const signature = SIGNATURES[extension];
  if (signature === undefined && !TEXT_EXTENSIONS.has(extension)) return;
  const expected = signature?.name ?? `text (${extension})`;
  if (head.length === 0) throw new CorruptInputError(shownPath, "byte 0", expected, "an empty file");
  const page = htmlPage(head);
  if (page !== undefined) throw new CorruptInputError(shownPath, "byte 0", expected, page);
  if (signature !== undefined && !signature.starts.some((start) => start.every((byte, index) => head[index] === byte))) {
    const bytes = Array.from(head.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0"));
    throw new CorruptInputError(shownPath, "byte 0", expected, `bytes ${bytes.join(" ")}`);
  }
}

/** What to call the content if it is an HTML page, with its title where that is in sight. */
function htmlPage(head: Uint8Array): string | undefined {
  const text = Buffer.from(head)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (!/^<(!doctype\s+html|html|head|body|\?xml[^>]*>\s*<!doctype\s+html)/i.test(text)) return undefined;
  const title = /<title[^>]*>([^<]{1,80})/i.exec(text)?.[1]?.trim();
  return title ? `an HTML page titled "${title}"` : "an HTML page";
}
