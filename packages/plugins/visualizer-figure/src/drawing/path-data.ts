import type { Box } from "./mark.js";

/** A coordinate of a drawing as it is written: hundredths of a pixel, so that no binary dust gets into the files. */
export function coordinate(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/** Straight lines through points; a point that is not finite interrupts them. */
export function polyline(points: readonly (readonly [x: number, y: number])[], closed = false): string {
  let d = "";
  let pen = "M";
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      pen = "M";
      continue;
    }
    d += `${pen}${coordinate(x)} ${coordinate(y)}`;
    pen = "L";
  }
  return closed ? `${d}Z` : d;
}

export function rectangle({ x, y, width, height }: Box): string {
  return `M${coordinate(x)} ${coordinate(y)}h${coordinate(width)}v${coordinate(height)}h${coordinate(-width)}Z`;
}

/** A full circle as two arcs. */
export function circle(x: number, y: number, radius: number): string {
  const [r, turn] = [coordinate(radius), coordinate(2 * radius)];
  return `M${coordinate(x - radius)} ${coordinate(y)}a${r} ${r} 0 1 0 ${turn} 0a${r} ${r} 0 1 0 -${turn} 0Z`;
}
