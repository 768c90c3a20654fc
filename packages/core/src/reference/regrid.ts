import type { Kernels } from "../contracts/kernels.js";
import { checkRegrid } from "./grid-arguments.js";
import { closedCircle, columnTaps, rowTaps } from "./regrid-taps.js";

/**
 * `sum(w x) / sum(w)` over the finite samples x in reach, with w the product of a row's and a column's weight.
 * `average`: overlap of the cells in units of the axes (degrees, not area on the sphere). `bilinear`: a triangle whose half
 * width is the wider of the two spacings. In both registrations a sample stands for the cell around it, so they need no
 * telling apart here: the transform says where the cells are, and half of a cell around a pole is beyond it.
 */
export const regrid: Kernels["regrid"] = async (source, target, { method, out, signal }) => {
  checkRegrid(source, target, out);
  const result = out ?? new Float32Array(target.rows * target.cols);
  const { rows, cols, transform, crs } = source.geometry;
  const geographic = crs === "EPSG:4326";
  const columns = { origin: transform[2], spacing: transform[0], count: cols };
  const circle = geographic ? closedCircle(columns) : undefined;
  const turn = geographic ? 360 / (circle ?? columns).spacing : Number.POSITIVE_INFINITY;
  const mirror = circle !== undefined && circle.count % 2 === 0;
  const halfTurn = circle === undefined ? 0 : circle.count / 2;
  const byColumn = columnTaps(
    circle ?? columns,
    { origin: target.transform[2], spacing: target.transform[0], count: target.cols },
    method,
    turn,
  );
  const byRow = rowTaps(
    { origin: transform[5], spacing: transform[4], count: rows },
    { origin: target.transform[5], spacing: target.transform[4], count: target.rows },
    method,
    geographic,
    mirror,
  );
  byRow.forEach((rowTap, row) => {
    signal?.throwIfAborted();
    byColumn.forEach((columnTap, col) => {
      let sum = 0;
      let weight = 0;
      for (const r of rowTap) {
        for (const c of columnTap) {
          const index = r.across ? (c.index + halfTurn) % (2 * halfTurn) : c.index;
          const sample = source.values[r.index * cols + index]!;
          if (!Number.isFinite(sample)) continue;
          sum += r.weight * c.weight * sample;
          weight += r.weight * c.weight;
        }
      }
      result[row * target.cols + col] = weight > 0 ? sum / weight : Number.NaN;
    });
  });
  return result;
};
