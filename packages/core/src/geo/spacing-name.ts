import type { GridGeometry } from "../contracts/grid.js";

/** Name of a grid by its spacing in degrees, as folders and files carry it: 0.1 is `z0p1d`, 0.05 is `z0p05d`, 1 is `z1d`. */
export function spacingName({ transform }: Pick<GridGeometry, "transform">): string {
  return `z${String(Number(transform[0].toFixed(10))).replace(".", "p")}d`;
}
