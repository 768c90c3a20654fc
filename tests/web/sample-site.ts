import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LayerProduct, ProductFolder, Quantity, RunProduct } from "@geoanomaly/core";
import { sampleRunProduct, testContext } from "@geoanomaly/core/testing";
import { cog } from "@geoanomaly/plugin-visualizer-cog";
import { pmtiles } from "@geoanomaly/plugin-visualizer-pmtiles";
import { web } from "@geoanomaly/plugin-visualizer-web";

const LAYERS: Readonly<Record<string, { readonly title: string; readonly factor: number; readonly quantity: Quantity }>> = {
  mag: { title: "Magnetic total-field anomaly", factor: 150, quantity: { functional: "total-field-anomaly", unit: "nT" } },
  grav: { title: "Gravity disturbance", factor: -30, quantity: { functional: "gravity-disturbance", unit: "mGal" } },
  fused: { title: "Fused anomaly index", factor: 3, quantity: { functional: "robust-z", unit: "1" } },
  mag_z: { title: "Magnetic total-field anomaly, robust z", factor: 2.5, quantity: { functional: "robust-z", unit: "1" } },
  grav_z: { title: "Gravity disturbance, robust z", factor: 3.5, quantity: { functional: "robust-z", unit: "1" } },
};

/** A run with the layers of the main job on a coarse grid; every layer is the sample field times its own factor. */
function sampleRun(): RunProduct {
  const sample = sampleRunProduct(0.5, Object.keys(LAYERS));
  const layers = sample.layers.map((layer): LayerProduct => {
    const { title, factor, quantity } = LAYERS[layer.layer]!;
    const grid = { ...layer.grid, quantity, values: layer.grid.values.map((value) => value * factor) };
    return { ...layer, title, grid, lineage: ["synthesis@1 degree=16..790", `regrid@1 method=average factor=${factor}`] };
  });
  return { ...sample, title: "Sample anomaly index", layers };
}

const fileFolder = (root: string): ProductFolder => {
  const write = async (path: string, bytes: Uint8Array) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  };
  return {
    write,
    async open(path) {
      let content = Buffer.alloc(0);
      return {
        append: async (bytes) => {
          content = Buffer.concat([content, bytes]);
        },
        writeAt: async (offset, bytes) => {
          content.set(bytes, offset);
        },
        commit: () => write(path, content),
        abort: async () => {},
      };
    },
    read: () => Promise.reject(new Error("nothing is read back here")),
    readAt: () => Promise.reject(new Error("nothing is read back here")),
  };
};

/** Writes archive, mosaics, page and sidecars of the sample run below `root`, as a run does. */
export async function writeSampleSite(root: string): Promise<RunProduct> {
  const product = sampleRun();
  const context = await testContext();
  const folder = fileFolder(root);
  await pmtiles.render(product, folder, { maxZoom: 3 }, context);
  await cog.render(product, folder, { level: 1 }, context);
  await web.render(product, folder, { archive: "pmtiles/fused_global_z0p5d_z0_z3.pmtiles" }, context);
  for (const tileId of product.tileIds) {
    for (const layer of ["mag", "grav", "fused"]) {
      await folder.write(`metadata/${tileId}_${layer}.json`, Buffer.from(JSON.stringify({ type: "Feature", id: `${tileId}_${layer}` })));
    }
  }
  return product;
}
