import type { TaskOutput } from "../../contracts/task.js";
import type { ProducedFile } from "../../contracts/visualizer.js";
import { IntegrityError } from "../../errors.js";
import type { Product } from "../../provenance/stac-item.js";

/** Joins what a visualizer says it wrote with what was written. @throws IntegrityError if it names a file that it did not write. */
export function productsOf(files: readonly ProducedFile[], outputs: readonly TaskOutput[], visualizer: string): Product[] {
  return files.map((file) => {
    const output = outputs.find(({ path }) => path === file.path);
    if (output === undefined) throw new IntegrityError(`visualizer ${visualizer} lists ${file.path}, which it did not write`);
    return { ...file, ...output, visualizer };
  });
}

/** Does a product belong into the sidecar of this layer? By what it says, else by its path. */
export function belongsTo({ path, layer: stated }: Product, layer: string, layers: readonly string[]): boolean {
  if (stated !== undefined) return stated === layer;
  const names = (name: string) => path.split("/").includes(name) || new RegExp(`_${name}\\.[a-z0-9.]+$`).test(path);
  const named = layers.filter(names);
  return named.length === 0 || named.includes(layer);
}
