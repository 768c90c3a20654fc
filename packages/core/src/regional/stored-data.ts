import type { AnomalyTable } from "../contracts/anomaly.js";
import type { Coefficients } from "../contracts/coefficients.js";
import type { GridHeader } from "../contracts/grid.js";
import type { TensorMesh } from "../contracts/mesh.js";
import type { Model } from "../contracts/model.js";
import type { PointSet } from "../contracts/points.js";
import type { RawData } from "../contracts/raw-data.js";
import type { ProductFolder } from "../contracts/visualizer.js";
import { IntegrityError } from "../errors.js";
import { headerOf } from "../geo/grid-geometry.js";
import { residentGrid } from "../reading/resident-grid.js";

/**
 * Data of any kind as one task leaves it for the next. A file is: the length of its JSON head (uint32), the head, zeros up to the next
 * multiple of 8, then the arrays, each beginning at a multiple of 8; all little-endian, as the machine has it.
 */
type StoredArray = Float64Array | Float32Array | Uint32Array;

interface StoredHead {
  readonly kind: RawData["kind"];
  readonly meta: unknown;
  readonly arrays: readonly { readonly name: string; readonly type: "f64" | "f32" | "u32"; readonly length: number }[];
}

type Unpacked = { readonly meta: unknown; readonly arrays: Readonly<Record<string, StoredArray | undefined>> };

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;
const typeOf = (array: StoredArray) => (array instanceof Float64Array ? "f64" : array instanceof Float32Array ? "f32" : "u32");
const bytesOf = ({ buffer, byteOffset, byteLength }: StoredArray) => new Uint8Array(buffer, byteOffset, byteLength);

const meshMeta = ({ crs, origin }: TensorMesh) => ({ crs, origin });
const meshArrays = ({ easting, northing, downward }: TensorMesh) => ({ widthEast: easting, widthNorth: northing, thickness: downward });

async function unpack(data: RawData, signal: AbortSignal): Promise<Unpacked> {
  switch (data.kind) {
    case "grid": {
      const { grid } = data;
      const values = await (grid.readDouble?.(0, grid.rows, signal) ?? grid.read(0, grid.rows, signal));
      const uncertainty = await grid.readUncertainty?.(0, grid.rows, signal);
      const heights = await grid.readHeight?.(0, grid.rows, signal);
      return { meta: headerOf(grid), arrays: { values, uncertainty, heights } };
    }
    case "points": {
      const { easting, northing, upward, values, uncertainty, lines, time, sourceLines, groundHeight, ...meta } = data.points;
      const arrays = { easting, northing, upward, values, uncertainty, lineOf: lines?.of, time, sourceLines, groundHeight };
      return { meta: { ...meta, ...(lines ? { lineNames: lines.names } : {}) }, arrays };
    }
    case "coefficients": {
      const { cosine, sine, ...meta } = data.coefficients;
      return { meta, arrays: { cosine, sine } };
    }
    case "mesh":
      return { meta: meshMeta(data.mesh), arrays: meshArrays(data.mesh) };
    case "model": {
      const { mesh, quantity, values, uncertainty, resolution } = data.model;
      return { meta: { ...meshMeta(mesh), quantity }, arrays: { ...meshArrays(mesh), values, uncertainty, resolution } };
    }
    case "anomalies":
      return { meta: data.anomalies, arrays: {} };
  }
}

/** Writes data as a working file; a grid is read whole and stays open. */
export async function storeData(outputs: ProductFolder, path: string, data: RawData, signal: AbortSignal): Promise<void> {
  const { meta, arrays } = await unpack(data, signal);
  const present = Object.entries(arrays).filter((entry): entry is [string, StoredArray] => entry[1] !== undefined);
  const head: StoredHead = {
    kind: data.kind,
    meta,
    arrays: present.map(([name, array]) => ({ name, type: typeOf(array), length: array.length })),
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const start = new Uint8Array(aligned(4 + text.length));
  new DataView(start.buffer).setUint32(0, text.length, true);
  start.set(text, 4);
  const file = await outputs.open(path);
  try {
    await file.append(start);
    for (const [, array] of present) {
      await file.append(bytesOf(array));
      const padding = aligned(array.byteLength) - array.byteLength;
      if (padding > 0) await file.append(new Uint8Array(padding));
    }
  } catch (error) {
    await file.abort();
    throw error;
  }
  await file.commit();
}

const constructors = { f64: Float64Array, f32: Float32Array, u32: Uint32Array } as const;

function arraysIn(bytes: Uint8Array, head: StoredHead, from: number): Readonly<Record<string, StoredArray>> {
  const arrays: Record<string, StoredArray> = {};
  let offset = from;
  for (const { name, type, length } of head.arrays) {
    const size = length * constructors[type].BYTES_PER_ELEMENT;
    // A copy of its own: aligned, and not held in memory by the others. A Buffer's own slice would be a view.
    arrays[name] = new constructors[type](Uint8Array.prototype.slice.call(bytes, offset, offset + size).buffer);
    offset += aligned(size);
  }
  return arrays;
}

/** Members that are there. */
const only = <T>(members: Readonly<Record<string, T | undefined>>): Record<string, T> =>
  Object.fromEntries(Object.entries(members).filter((entry): entry is [string, T] => entry[1] !== undefined));

/** What {@link storeData} wrote. @throws IntegrityError if the bytes are not such a file. */
export function restoreData(bytes: Uint8Array, path: string): RawData {
  const length = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length === 0 || 4 + length > bytes.length) throw new IntegrityError(`${path}: not a working file of this program`);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as StoredHead;
  return rebuild(head, arraysIn(bytes, head, aligned(4 + length)));
}

function rebuild({ kind, meta }: StoredHead, arrays: Readonly<Record<string, StoredArray>>): RawData {
  // The shape of each kind is what `unpack` made of it; the commit record vouches for the bytes.
  const of = (name: string) => arrays[name] as Float64Array;
  const mesh = (): TensorMesh => ({
    crs: (meta as TensorMesh).crs,
    origin: (meta as TensorMesh).origin,
    easting: of("widthEast"),
    northing: of("widthNorth"),
    downward: of("thickness"),
  });
  switch (kind) {
    case "grid": {
      const { uncertainty, heights } = arrays as Readonly<Record<string, Float32Array | undefined>>;
      const values = arrays.values as Float32Array | Float64Array;
      return { kind, grid: residentGrid(meta as GridHeader, { values, ...only({ uncertainty, heights }) }) };
    }
    case "points": {
      const { lineNames, ...rest } = meta as PointSet & { readonly lineNames?: readonly string[] };
      const { lineOf, ...columns } = arrays;
      const lines = lineOf && lineNames ? { lines: { of: lineOf, names: lineNames } } : {};
      return { kind, points: { ...rest, ...columns, ...lines } as PointSet };
    }
    case "coefficients":
      return { kind, coefficients: { ...(meta as Coefficients), cosine: of("cosine"), sine: of("sine") } };
    case "mesh":
      return { kind, mesh: mesh() };
    case "model": {
      const { quantity } = meta as Pick<Model, "quantity">;
      const { uncertainty, resolution } = arrays as Readonly<Record<string, Float64Array | undefined>>;
      return { kind, model: { mesh: mesh(), quantity, values: of("values"), ...only({ uncertainty, resolution }) } };
    }
    case "anomalies":
      return { kind, anomalies: meta as AnomalyTable };
  }
}
