const signatures: readonly (readonly [name: string, bytes: string])[] = [
  ["a gzip file", "\x1f\x8b"],
  ["a ZIP archive", "PK\x03\x04"],
  ["a PDF document", "%PDF"],
  ["a PNG image", "\x89PNG"],
  ["a JPEG image", "\xff\xd8\xff"],
  ["a TIFF file", "II*\0"],
  ["a TIFF file", "MM\0*"],
  ["an HDF5 or NetCDF-4 file", "\x89HDF"],
  ["a classic NetCDF file", "CDF"],
];

/** What an unrecognised file looks like, for the error message: `an HTML page titled "404 Not Found"`, `empty`, `text starting "..."`. */
export function describeContent(head: Uint8Array): string {
  if (head.length === 0) return "an empty file";
  const latin = Buffer.from(head).toString("latin1");
  const signature = signatures.find(([, bytes]) => latin.startsWith(bytes));
  if (signature) return signature[0];
  const text = latin.replace(/^\xef\xbb\xbf/, "").trimStart();
  if (/^<(!doctype html|html|head)/i.test(text)) {
    const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1]?.trim();
    return title ? `an HTML page titled ${JSON.stringify(title)}` : "an HTML page";
  }
  if (text.startsWith("<?xml")) return "an XML document";
  const readable = Buffer.from(head.subarray(0, 200)).every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
  if (!readable) return `binary data starting ${Buffer.from(head.subarray(0, 8)).toString("hex")}`;
  if (/^[{[]/.test(text)) return "a JSON document";
  return `text starting ${JSON.stringify(text.split(/\r?\n/, 1)[0]?.slice(0, 60))}`;
}
