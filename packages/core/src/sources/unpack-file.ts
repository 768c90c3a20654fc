import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { CorruptInputError, InvalidParameterError } from "../errors.js";

/** A packed file may hold so much and no more: a few kilobytes can unpack to any size. */
const MAXIMUM_UNPACKED_BYTES = 32e9;

/** The packing that a name says; undefined for a plain file. */
function packingOf(filename: string): "tar" | "gzip" | "xz" | undefined {
  if (/\.(tar|tar\.gz|tgz)$/i.test(filename)) return "tar";
  if (/\.gz$/i.test(filename)) return "gzip";
  return /\.xz$/i.test(filename) ? "xz" : undefined;
}

async function* bounded(pieces: AsyncIterable<Uint8Array>, path: string): AsyncIterable<Uint8Array> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > MAXIMUM_UNPACKED_BYTES)
      throw new CorruptInputError(path, "whole file", `at most ${MAXIMUM_UNPACKED_BYTES} bytes unpacked`, "more");
    yield piece;
  }
}

async function unxz(path: string): Promise<AsyncIterable<Uint8Array>> {
  // A CommonJS package whose names Node cannot see: they are members of its default export, as they are of the module elsewhere.
  const loaded = (await import("xz-decompress")) as { XzReadableStream?: XzStream; default?: { XzReadableStream: XzStream } };
  const Stream = loaded.XzReadableStream ?? loaded.default?.XzReadableStream;
  if (!Stream) throw new Error("xz-decompress offers no XzReadableStream");
  const packed = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
  return new Stream(packed) as unknown as AsyncIterable<Uint8Array>;
}

type XzStream = new (packed: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>;

/** Writes one member of a tar archive to `target`. @returns False, and the names there are, if there is no such member. */
async function untar(path: string, member: string, target: string, signal: AbortSignal): Promise<{ found: boolean; names: string[] }> {
  const { extract } = await import("tar-stream");
  const entries = extract();
  const names: string[] = [];
  let found = false;
  entries.on("entry", (header, stream, next) => {
    const isFile = header.type === "file";
    if (isFile) names.push(header.name);
    if (!isFile || found || (header.name !== member && basename(header.name) !== member)) {
      stream.on("end", next);
      stream.resume();
      return;
    }
    found = true;
    pipeline(bounded(stream as unknown as AsyncIterable<Uint8Array>, path), createWriteStream(target), { signal }).then(() => next(), next);
  });
  const packed = createReadStream(path);
  await (/gz$/i.test(path) ? pipeline(packed, createGunzip(), entries, { signal }) : pipeline(packed, entries, { signal }));
  return { found, names };
}

/**
 * A plain file to read: the file itself, or what is packed in it (`.gz`, `.xz`, one member of `.tar`, `.tar.gz`), unpacked once into a
 * folder named by the checksum of the packed file.
 * @param member Name in the archive, with or without its folders.
 * @throws InvalidParameterError for an archive without a member, or a member it does not have; CorruptInputError.
 */
export async function unpackFile(
  path: string,
  {
    sha256,
    member,
    cache,
    signal,
  }: { readonly sha256: string; readonly member?: string; readonly cache: string; readonly signal: AbortSignal },
): Promise<string> {
  const packing = packingOf(path);
  if (packing === undefined) return path;
  if (packing === "tar" && member === undefined)
    throw new InvalidParameterError(path, "member", "the name of a file in the archive", "nothing");
  const folder = join(cache, "unpacked", sha256.slice(0, 16));
  const name = packing === "tar" ? basename(member as string) : basename(path).replace(/\.(gz|xz)$/i, "");
  const target = join(folder, name);
  if (await stat(target).catch(() => undefined)) return target;
  await mkdir(folder, { recursive: true });
  const temporary = `${target}.${process.pid}.part`;
  try {
    if (packing === "tar") {
      const { found, names } = await untar(path, member as string, temporary, signal);
      if (!found) throw new InvalidParameterError(path, "member", `one of ${names.sort().join(", ")}`, member as string);
    } else {
      const pieces = packing === "xz" ? await unxz(path) : createReadStream(path).pipe(createGunzip());
      await pipeline(bounded(pieces as AsyncIterable<Uint8Array>, path), createWriteStream(temporary), { signal });
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    signal.throwIfAborted();
    if (error instanceof InvalidParameterError || error instanceof CorruptInputError) throw error;
    throw new CorruptInputError(path, "whole file", `a readable ${packing} file`, error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
  return target;
}
