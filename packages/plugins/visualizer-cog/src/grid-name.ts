import { crsDefinition, type GridGeometry, spacingName } from "@geoanomaly/core";

/** Are the coordinates of the grid longitude and latitude? */
export function isInDegrees({ crs }: Pick<GridGeometry, "crs">): boolean {
  return crs === "EPSG:4326" || (crs !== "local" && crsDefinition(crs).geographic);
}

/** Name of a grid by its spacing: `z0p1d` for 0.1 degree, `100m` or `100x50m` (column by row) for metres. */
export function gridName(grid: Pick<GridGeometry, "crs" | "transform">): string {
  if (isInDegrees(grid)) return spacingName(grid);
  const [across, down] = [grid.transform[0], -grid.transform[4]].map((metres) => Number(metres.toFixed(6)));
  return across === down ? `${across}m` : `${across}x${down}m`;
}
