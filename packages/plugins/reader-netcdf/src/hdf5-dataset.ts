import { resolve } from "node:path";
import { CorruptInputError, isGamError } from "@geoanomaly/core";
import type { Dataset, File } from "h5wasm";
import type { Attributes, CfDataset, CfVariable, NumberArray } from "./cf-dataset.js";

const MAXIMUM_VARIABLES = 1000;

/** The library opens host files by path, and throws instead of printing HDF5's error stack. */
async function library() {
  const { default: h5wasm } = await import("h5wasm/node");
  const module = await h5wasm.ready;
  module.activate_throwing_error_handler();
  return h5wasm;
}

/** Runs a call into the library; whatever comes out of a damaged file becomes a corrupt input. */
function guarded<T>(path: string, place: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (isGamError(cause)) throw cause;
    const message = (cause instanceof Error ? cause.message : String(cause)).split("\n", 1)[0] as string;
    throw new CorruptInputError(path, place, "readable HDF5", message.slice(0, 200), { cause });
  }
}

function attributesOf(entity: Dataset | File): Attributes {
  const found: Record<string, string | readonly number[]> = {};
  for (const [name, attribute] of Object.entries(entity.attrs)) {
    // References, compounds and the like are HDF5's own book-keeping.
    if (typeof attribute.dtype !== "string" || attribute.metadata.total_size > 10_000) continue;
    const { value } = attribute;
    if (typeof value === "string") found[name] = value.replace(/\0+$/, "");
    else if (typeof value === "number") found[name] = [value];
    else if (ArrayBuffer.isView(value)) found[name] = Array.from(value as unknown as ArrayLike<number | bigint>, Number);
    else if (Array.isArray(value) && typeof value[0] === "string") found[name] = value.join(" ");
  }
  return found;
}

/** Names of the dimension scales a dataset is attached to. */
function dimensionsOf(dataset: Dataset, rank: number): string[] {
  return Array.from({ length: rank }, (_, index) => {
    try {
      return dataset.get_attached_scales(index)[0]?.replace(/^\//, "") ?? "";
    } catch {
      return ""; // a dataset without scales: coordinates are then found by length
    }
  });
}

function variableOf(path: string, name: string, dataset: Dataset, fileSize: number): CfVariable | undefined {
  const { shape, dtype, metadata } = dataset;
  if (!shape || typeof dtype !== "string" || shape.some((length) => !Number.isSafeInteger(length) || length < 0)) return undefined;
  const numeric = /^[<>=|]?[bBhHiIfd]$/.test(dtype);
  const total = shape.reduce((product, length) => product * length, 1) * metadata.size;
  // DEFLATE gains at most a factor of 1032: what declares more than that is damaged, and nothing is allocated for it.
  if (total > 1100 * fileSize) {
    throw new CorruptInputError(path, `variable ${name}`, `at most ${1100 * fileSize} bytes from a file of ${fileSize}`, `${total} bytes`);
  }
  const attributes = attributesOf(dataset);
  const scale = attributes.CLASS === "DIMENSION_SCALE";
  return {
    name,
    dimensions: scale && shape.length === 1 ? [name] : dimensionsOf(dataset, shape.length),
    shape,
    itemBytes: numeric ? metadata.size : 0,
    attributes,
    read: async (first, count) =>
      guarded(path, `variable ${name}`, () => {
        const whole = shape.slice(1).map((): [] => []);
        const values = dataset.slice([[first, first + count], ...whole]);
        const expected = count * shape.slice(1).reduce((product, length) => product * length, 1);
        if (!ArrayBuffer.isView(values) || (values as NumberArray).length !== expected)
          throw new Error(`${expected} numbers were expected`);
        return values as NumberArray;
      }),
  };
}

/** A NetCDF-4 (HDF5) file: variables of the root group. @throws CorruptInputError */
export async function openHdf5(path: string, fileSize: number): Promise<CfDataset> {
  const h5wasm = await library();
  const file = guarded(path, "file", () => new h5wasm.File(resolve(path), "r"));
  try {
    return guarded(path, "file", () => {
      const names = file.keys();
      if (names.length > MAXIMUM_VARIABLES) throw new Error(`${names.length} variables`);
      const variables = names.flatMap((name) => {
        const entity = file.get(name);
        if (!(entity instanceof h5wasm.Dataset)) return [];
        const variable = variableOf(path, name, entity, fileSize);
        return variable ? [variable] : [];
      });
      return { attributes: attributesOf(file), variables, close: async () => void file.close() };
    });
  } catch (cause) {
    file.close();
    throw cause;
  }
}
