import { dirname, isAbsolute, join, relative } from "node:path";
import {
  CorruptInputError,
  checkAllocation,
  crsParameter,
  DEFAULT_MAXIMUM_BYTES,
  type InputFile,
  InvalidParameterError,
  type Model,
  openInput,
  type PluginContext,
  parameters,
  type Quantity,
  quantityParameter,
  type ReaderPlugin,
  type TensorMesh,
  unitConversion,
} from "@geoanomaly/core";
import { readMeshFile } from "./mesh-file.js";
import { headNumbers, readNumberLines } from "./number-lines.js";

const OWNER = "reader ubc-model";
/** What UBC programs write into cells above the ground. */
const NO_DATA = [-100, -1e8];

/** Quantity and the file's own unit, by the ending of the name. */
const BY_ENDING: readonly (readonly [RegExp, Quantity, string])[] = [
  [/\.sus$/i, { functional: "susceptibility", unit: "SI" }, "SI"],
  [/\.den$/i, { functional: "density-contrast", unit: "kg/m3" }, "g/cm3"],
];

/** Quantity, and factor from the file's unit. @throws InvalidParameterError if neither the name nor the user says */
function meaning(
  path: string,
  asked: Quantity | undefined,
  unitName: string | undefined,
): { readonly quantity: Quantity; readonly factor: number } {
  const [, known, knownUnit] = BY_ENDING.find(([ending]) => ending.test(path)) ?? [];
  const quantity = asked ?? known;
  if (!quantity)
    throw new InvalidParameterError(OWNER, "quantity", "functional and unit (the name ends neither in .sus nor in .den)", "nothing");
  const name = unitName ?? (knownUnit !== undefined && unitConversion(knownUnit)?.unit === quantity.unit ? knownUnit : quantity.unit);
  const conversion = unitConversion(name);
  if (conversion?.unit !== quantity.unit) throw new InvalidParameterError(OWNER, "unit", `a unit of ${quantity.unit}`, name);
  return { quantity, factor: conversion.factor };
}

/** The mesh lies in the model's folder or below. @throws InvalidParameterError */
function meshPath(path: string, mesh: string | undefined): string {
  if (mesh === undefined)
    throw new InvalidParameterError(OWNER, "mesh", "path of the mesh file, relative to the model's folder", "nothing");
  const folder = dirname(path);
  const full = join(folder, mesh);
  if (isAbsolute(mesh) || relative(folder, full).startsWith(".."))
    throw new InvalidParameterError(OWNER, "mesh", "a path below the model's folder", mesh);
  return full;
}

/** Values in the order of {@link TensorMesh}. In the file depth runs fastest, from the top, then easting, then northing. */
async function values(
  file: InputFile,
  mesh: TensorMesh,
  factor: number,
  noData: readonly number[],
  signal: AbortSignal,
): Promise<Float64Array> {
  const [east, north, down] = [mesh.easting.length, mesh.northing.length, mesh.downward.length];
  const cells = east * north * down;
  const out = new Float64Array(cells);
  let taken = 0;
  await readNumberLines(file, signal, ({ numbers, line }) => {
    for (const number of numbers) {
      if (taken === cells)
        throw new CorruptInputError(file.path, `line ${line}`, `${cells} values (${east} x ${north} x ${down} cells)`, "one more");
      const k = taken % down;
      const i = Math.floor(taken / down) % east;
      const j = Math.floor(taken / (down * east));
      const none = noData.some((sentinel) => Math.abs(number - sentinel) <= 1e-6 * Math.abs(sentinel));
      out[(k * north + j) * east + i] = none ? Number.NaN : number * factor;
      taken++;
    }
  });
  if (taken < cells)
    throw new CorruptInputError(file.path, "end of file", `${cells} values (${east} x ${north} x ${down} cells)`, `${taken}`);
  return out;
}

async function open(path: string, raw: Readonly<Record<string, unknown>>, context: PluginContext): Promise<Model> {
  const file = await openInput(path);
  try {
    const given = parameters(OWNER, raw, ["mesh", "crs", "quantity", "unit", "noData", "maximumBytes"]);
    const noData = raw.noData ?? NO_DATA;
    if (!Array.isArray(noData) || !noData.every((value) => Number.isFinite(value)))
      throw new InvalidParameterError(OWNER, "noData", "a list of numbers", JSON.stringify(noData));
    const { quantity, factor } = meaning(path, quantityParameter(given), given.text("unit"));
    const mesh = await readMeshFile(meshPath(path, given.text("mesh")), crsParameter(OWNER, given) ?? "local", context.signal);
    const cells = mesh.easting.length * mesh.northing.length * mesh.downward.length;
    if (2 * cells > file.size + 1) throw new CorruptInputError(path, "end of file", `${cells} values`, `${file.size} bytes`);
    checkAllocation(path, "the model", 8 * cells, given.number("maximumBytes", { min: 1 }) ?? DEFAULT_MAXIMUM_BYTES);
    const model: Model = { mesh, quantity, values: await values(file, mesh, factor, noData, context.signal) };
    context.report?.({ cells, inactive: model.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0) });
    return model;
  } finally {
    await file.close();
  }
}

/**
 * Models of UBC-GIF programs: one value per cell of a mesh that is another file.
 *
 * Parameters: `mesh` (its path below the model's folder, required); `quantity` (known for `.sus`: susceptibility, and `.den`: density contrast);
 * `unit` (of the file; density in g/cm3 by default); `noData` (sentinels, default -100 and -1e8); `crs` (default local); `maximumBytes`.
 */
export const ubcModel: ReaderPlugin = {
  kind: "reader",
  id: "ubc-model",
  recognise: (filename, head) => {
    const lines = headNumbers(head);
    if (lines.length === 0 || lines.some((line) => line.some(Number.isNaN))) return 0;
    if (/\.(sus|den)$/i.test(filename)) return 0.8;
    return /\.mod$/i.test(filename) && lines.every((line) => line.length === 1) ? 0.4 : 0;
  },
  open: async (path, raw, context) => ({ kind: "model", model: await open(path, raw, context) }),
};
