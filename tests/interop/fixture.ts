import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { GridGeometry, Kernels, LayerProduct, PluginContext } from "@geoanomaly/core";
import { type MemoryFolder, testContext } from "@geoanomaly/core/testing";

/** The native kernels if they are built, else the reference: products must be readable from both. */
export async function hostContext(): Promise<PluginContext> {
  return testContext({ kernels: await kernels(), threads: 2 });
}

async function kernels(): Promise<Kernels> {
  try {
    return (await import("@geoanomaly/native")).nativeKernels();
  } catch (error) {
    console.warn(`Interoperability is tested with the reference kernels: ${error instanceof Error ? error.message : String(error)}`);
    return (await import("@geoanomaly/core/reference")).referenceKernels;
  }
}

/** Rough values around a smooth field, some 100 nT, with `holes` (a share of the cells) without data; the same for the same seed. */
export function roughValues({ rows, cols }: GridGeometry, holes: number, seed = 1): Float32Array {
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes, section 7.1: a quick generator
    return state / 2 ** 32;
  };
  return Float32Array.from({ length: rows * cols }, (_, cell) => {
    const [row, col] = [Math.floor(cell / cols), cell % cols];
    const value = 100 * Math.sin(row / 9) * Math.cos(col / 13) + 40 * (random() + random() + random() - 1.5);
    return random() < holes ? Number.NaN : value;
  });
}

/** A layer with the statistics that the kernels compute. */
export async function layerOf(layer: string, geometry: GridGeometry, values: Float32Array, host: PluginContext): Promise<LayerProduct> {
  return {
    layer,
    title: `${layer} of a test`,
    grid: {
      ...geometry,
      values,
      quantity: layer === "fused" ? { functional: "robust-z", unit: "1" } : { functional: "total-field-anomaly", unit: "nT" },
      height: { metres: 4000, datum: "ellipsoid" },
      effectiveResolution: 180 / 790,
    },
    statistics: await host.kernels.statistics(values),
    sources: [],
    lineage: [],
  };
}

/** Puts files where other programs can read them. @returns Their absolute paths, in the order of `folder`. */
export async function onDisk({ files }: MemoryFolder, root: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [path, bytes] of files) {
    const absolute = join(root, path);
    await mkdir(dirname(absolute), { recursive: true });
    await writeFile(absolute, bytes);
    paths.push(absolute);
  }
  return paths;
}

/** sha256 of float32 samples, all NaN alike, as `read_with_gdal.py` computes it. */
export function digest(values: Float32Array): string {
  const same = values.map((value) => (Number.isNaN(value) ? Number.NaN : value));
  return createHash("sha256").update(new Uint8Array(same.buffer)).digest("hex");
}
