import { type LayerProduct, type RunProduct, windowGeometry, windowValues } from "@geoanomaly/core";
import { MemoryFolder, sampleRunProduct, testContext } from "@geoanomaly/core/testing";
import { PMTiles } from "pmtiles";
import { pmtiles } from "../src/index.js";
import type { PmtilesOptions } from "../src/options.js";

/** A run whose data lie in some cells of the global grid only. */
export function regionalRun(firstCol: number, cols: number, firstRow: number, rows: number): RunProduct {
  const run = sampleRunProduct(1, ["fused"]);
  const values = run.layers[0]!.grid.values.map((value, cell) => {
    const [row, col] = [Math.floor(cell / 360), cell % 360];
    const inside = row >= firstRow && row < firstRow + rows && (((col - firstCol) % 360) + 360) % 360 < cols;
    return inside ? value : Number.NaN;
  });
  return { ...run, layers: [withValues(run.layers[0]!, values)] };
}

export function withValues(layer: LayerProduct, values: Float32Array): LayerProduct {
  return { ...layer, grid: { ...layer.grid, values } };
}

/** The same data on a grid that ends where they end. */
export function cropped(run: RunProduct, firstRow: number, rows: number, firstCol: number, cols: number): RunProduct {
  const layer = run.layers[0]!;
  const window = { firstRow, rows, firstCol, cols };
  const values = windowValues(layer.grid.values, layer.grid, window);
  return { ...run, layers: [{ ...layer, grid: { ...layer.grid, ...windowGeometry(layer.grid, window), values } }] };
}

export async function archiveOf(run: RunProduct, options: Partial<PmtilesOptions> = { maxZoom: 3 }) {
  const folder = new MemoryFolder();
  const context = await testContext();
  const produced = await pmtiles.render(run, folder, options, context);
  const path = produced[0]!.path;
  return { folder, context, path, bytes: folder.files.get(path)! };
}

/** The archive as the pmtiles package, an independent reader, sees it. */
export function reader(bytes: Uint8Array): PMTiles {
  return new PMTiles({
    getKey: () => "archive",
    getBytes: async (offset, length) => ({ data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer }),
  });
}
