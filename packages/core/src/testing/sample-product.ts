import type { Grid } from "../contracts/grid.js";
import type { LayerProduct, RunProduct, TileProduct } from "../contracts/visualizer.js";
import { globalGrid, tileWindow } from "../geo/grid-geometry.js";
import { listTiles, parseTileId } from "../geo/tiles.js";
import { statisticsOf } from "./statistics-of.js";

/** A smooth field of the sphere, -2..2, with a hole of NaN around 20 N 20 E: nothing in it depends on a grid. */
function field(longitude: number, latitude: number): number {
  if (Math.hypot(longitude - 20, latitude - 20) < 3) return Number.NaN;
  const [l, p] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
  return Math.sin(3 * l) * Math.cos(p) ** 3 + Math.sin(5 * p);
}

function sampleGrid(geometry: Pick<Grid, "rows" | "cols" | "transform" | "registration" | "crs">): Grid {
  const { rows, cols, transform } = geometry;
  const values = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      values[row * cols + col] = field(transform[2] + transform[0] * (col + 0.5), transform[5] + transform[4] * (row + 0.5));
    }
  }
  return {
    ...geometry,
    values,
    quantity: { functional: "robust-z", unit: "1" },
    height: { metres: 0, datum: "ellipsoid" },
    effectiveResolution: 0.5,
  };
}

function sampleLayer(layer: string, grid: Grid): LayerProduct {
  return {
    layer,
    title: `Sample layer ${layer}`,
    grid,
    statistics: statisticsOf(grid.values),
    sources: [
      {
        source_url: "generated:sample-product",
        filename: `${layer}.bin`,
        sha256: "0".repeat(64),
        size_bytes: 1,
        acquired_at_iso: "2024-01-01T00:00:00Z",
        license: "CC0-1.0",
        citation: "Made for tests",
        synthetic: true,
      },
    ],
    lineage: ["sample@1"],
  };
}

/** One tile with made-up layers, for tests of visualizers. */
export function sampleTileProduct(tileId = "t_N10_E010", layers: readonly string[] = ["mag", "fused"]): TileProduct {
  const { geometry } = tileWindow(parseTileId(tileId));
  return { scope: "tile", tileId, layers: layers.map((layer) => sampleLayer(layer, sampleGrid(geometry))) };
}

/** A whole run on a coarse global grid with made-up layers, for tests of visualizers. @param spacing Degrees. */
export function sampleRunProduct(spacing = 1, layers: readonly string[] = ["mag", "fused"]): RunProduct {
  const made = layers.map((layer) => sampleLayer(layer, sampleGrid(globalGrid(spacing))));
  const tileIds = listTiles().map(({ id }) => id);
  const tileStatistics = Object.fromEntries(tileIds.flatMap((id) => made.map(({ layer, statistics }) => [`${id}_${layer}`, statistics])));
  return { scope: "run", title: "Sample run", layers: made, tileIds, normalization: "tile", fusion: "mean", tileStatistics };
}
