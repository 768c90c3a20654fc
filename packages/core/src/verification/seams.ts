import type { GridGeometry } from "../contracts/grid.js";
import type { Finding } from "../contracts/visualizer.js";
import { isGamError } from "../errors.js";
import { tileCells } from "../geo/grid-geometry.js";
import { listTiles } from "../geo/tiles.js";
import type { CheckpointResult, Published } from "./published.js";

/** Steps across the edges that tiles share, against those beside the edges. */
export interface SeamStatistics {
  /** Pairs of cells across an edge, both with data. */
  readonly pairs: number;
  /** Of the difference, east minus west and south minus north. Null without pairs. */
  readonly meanDifference: number | null;
  readonly stdDifference: number | null;
  /** Mean absolute step across edges over the mean absolute step of the pairs of cells on either side of them. 1 is seamless. */
  readonly stepRatio: number | null;
}

class Steps {
  private pairs = 0;
  private sum = 0;
  private squares = 0;
  private absolute = 0;
  private inside = 0;
  private insideAbsolute = 0;

  /** Four cells in a row, the edge between `b` and `c`. */
  add(a: number, b: number, c: number, d: number): void {
    const step = c - b;
    if (Number.isFinite(step)) {
      this.pairs++;
      this.sum += step;
      this.squares += step * step;
      this.absolute += Math.abs(step);
    }
    for (const beside of [b - a, d - c]) {
      if (!Number.isFinite(beside)) continue;
      this.inside++;
      this.insideAbsolute += Math.abs(beside);
    }
  }

  get statistics(): SeamStatistics {
    const { pairs } = this;
    if (pairs === 0) return { pairs, meanDifference: null, stdDifference: null, stepRatio: null };
    const mean = this.sum / pairs;
    const inside = this.insideAbsolute / this.inside;
    return {
      pairs,
      meanDifference: mean,
      stdDifference: Math.sqrt(Math.max(0, this.squares / pairs - mean * mean)),
      stepRatio: inside > 0 ? this.absolute / pairs / inside : null,
    };
  }
}

/**
 * Seams of a global layer along the edges that two of the chosen tiles share, the antimeridian included.
 * @param readRows Rows of the layer, row-major.
 */
export async function seamStatistics(
  { rows, cols }: Pick<GridGeometry, "rows" | "cols">,
  cells: number,
  chosen: (tileRow: number, tileCol: number) => boolean,
  readRows: (firstRow: number, rowCount: number) => Promise<Float32Array>,
): Promise<SeamStatistics> {
  const steps = new Steps();
  const tileCols = cols / cells;
  for (let tileRow = 0; tileRow < rows / cells; tileRow++) {
    const band = await readRows(tileRow * cells, cells);
    for (let tileCol = 0; tileCol < tileCols; tileCol++) {
      const west = (tileCol + tileCols - 1) % tileCols;
      if (!chosen(tileRow, tileCol) || !chosen(tileRow, west)) continue;
      for (let row = 0; row < cells; row++) {
        const at = (offset: number) => band[row * cols + ((tileCol * cells + offset + cols) % cols)] ?? Number.NaN;
        steps.add(at(-2), at(-1), at(0), at(1));
      }
    }
    if (tileRow === 0) continue;
    const edge = await readRows(tileRow * cells - 2, 4);
    for (let col = 0; col < cols; col++) {
      const tileCol = Math.floor(col / cells);
      if (!chosen(tileRow, tileCol) || !chosen(tileRow - 1, tileCol)) continue;
      const at = (row: number) => edge[row * cols + col] ?? Number.NaN;
      steps.add(at(0), at(1), at(2), at(3));
    }
  }
  return steps.statistics;
}

/** Above this step ratio, blended normalisation has not done what it is for. */
const BLENDED_LIMIT = 1.1;

/** Checkpoint 4: seams of each layer's z and of the fused index, among the tiles that are published. */
export async function seams(
  published: Published,
  readRows: (path: string, cols: number, firstRow: number, rowCount: number) => Promise<Float32Array>,
): Promise<CheckpointResult> {
  const checkpoint = "seams";
  const cells = tileCells(published.spacing, published.tileSize);
  const chosen = new Set(
    listTiles(published.tileSize)
      .filter(({ id }) => published.tiles.has(id))
      .map(({ row, col }) => `${row},${col}`),
  );
  const layers = [
    ...[...published.normalised.values()].map((z) => ({ ...z, layer: `${z.layer}_z` })),
    { ...published.fused, layer: "fused" },
  ];
  const facts: Record<string, SeamStatistics> = {};
  const findings: Finding[] = [];
  const isChosen = (row: number, col: number) => chosen.has(`${row},${col}`);
  for (const { layer, path, header } of layers) {
    let found: SeamStatistics;
    try {
      found = await seamStatistics(header, cells, isChosen, (row, count) => readRows(path, header.cols, row, count));
    } catch (error) {
      if (!isGamError(error, "GAM_RESOURCE")) throw error;
      findings.push({ checkpoint, severity: "error", path, message: error.message });
      continue;
    }
    facts[layer] = found;
    if (published.normalization === "blended" && found.stepRatio !== null && found.stepRatio > BLENDED_LIMIT) {
      const message = `step ratio of ${layer} across tile edges is ${found.stepRatio.toFixed(2)}, expected at most ${BLENDED_LIMIT} for blended normalisation`;
      findings.push({ checkpoint, severity: "warning", path, message });
    }
  }
  return { checkpoint, findings, facts: { layers: facts } };
}
