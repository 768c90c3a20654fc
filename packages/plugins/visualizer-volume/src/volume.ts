import type { Model, ModelProduct, PluginContext, ProducedFile, ProductFolder, VisualizerPlugin } from "@geoanomaly/core";
import { type VolumeOptions, volumeOptions, volumeOptionsSchema } from "./options.js";
import { ubcMeshFile, ubcModelFile, ubcModelKind } from "./ubc-files.js";
import { verifyVolumes } from "./verify.js";
import { vtkDocument } from "./vtk-document.js";

/** Array by array, so that a model is never twice in memory. */
async function writeVtk(
  name: string,
  title: string,
  model: Model,
  { precision }: VolumeOptions,
  cautions: readonly string[],
  folder: ProductFolder,
  { signal }: PluginContext,
): Promise<ProducedFile> {
  const { extension, head, arrays, tail } = vtkDocument(model, precision, { title, cautions });
  const path = `volumes/${name}.${extension}`;
  const file = await folder.open(path);
  try {
    await file.append(Buffer.from(head, "latin1"));
    for (const array of arrays) {
      signal.throwIfAborted();
      const data = array.data();
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(data.byteLength));
      await file.append(length);
      await file.append(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
    await file.append(Buffer.from(tail, "latin1"));
    await file.commit();
  } catch (error) {
    await file.abort();
    throw error;
  }
  return { path, mediaType: "application/x-vtk", roles: ["data"] };
}

async function writeUbc(name: string, model: Model, folder: ProductFolder): Promise<ProducedFile[]> {
  const files = [
    [`volumes/${name}.msh`, ubcMeshFile(model.mesh)],
    [`volumes/${name}.${ubcModelKind(model.quantity).extension}`, ubcModelFile(model)],
  ] as const;
  for (const [path, content] of files) await folder.write(path, Buffer.from(content, "latin1"));
  return files.map(([path]) => ({ path, mediaType: "text/plain", roles: ["data"] }));
}

/** One model in every format asked for. Its arrays are taken once. */
async function writeModel(
  { name, title, model: stored }: ModelProduct,
  options: VolumeOptions,
  cautions: readonly string[],
  folder: ProductFolder,
  context: PluginContext,
): Promise<ProducedFile[]> {
  const { mesh, quantity, values, uncertainty, resolution } = stored;
  const model: Model = { mesh, quantity, values, ...(uncertainty && { uncertainty }), ...(resolution && { resolution }) };
  const files: ProducedFile[] = [];
  if (options.formats.includes("vtk")) files.push(await writeVtk(name, title, model, options, cautions, folder, context));
  context.signal.throwIfAborted();
  if (options.formats.includes("ubc")) files.push(...(await writeUbc(name, model, folder)));
  return files;
}

/**
 * Models of a regional run as volumes: `volumes/<inversion>.<property>.vti` for equal cells, `.vtr` otherwise (x east, y north, z up; values,
 * uncertainty and resolution as cell arrays, NaN and `active` 0 above the ground), and `.msh` with `.den`, `.sus` or `.mod` for UBC-GIF programs.
 */
export const volume: VisualizerPlugin = {
  kind: "visualizer",
  id: "volume",
  version: "1",
  scopes: ["region"],
  options: volumeOptionsSchema,

  async render(product, folder, given, context) {
    const options = volumeOptions(given);
    if (product.scope !== "region") return [];
    const files: ProducedFile[] = [];
    context.signal.throwIfAborted();
    for (const [index, model] of product.models.entries()) {
      files.push(...(await writeModel(model, options, product.cautions, folder, context)));
      context.progress((index + 1) / product.models.length);
    }
    return files;
  },

  verify: verifyVolumes,
};
