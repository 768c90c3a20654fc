import { GridMismatchError, type PluginContext, type PointSet } from "@geoanomaly/core";

/**
 * Height of every reading above the ellipsoid, metres. Heights above the geoid are taken for it: they differ by up to 107 m, where the main
 * field changes by 0.01 to 0.03 nT a metre, and that is said.
 * @throws GridMismatchError for heights above the ground or an unknown level, unless `told` gives one for all.
 */
export function readingHeights(
  owner: string,
  { upward, height, values }: PointSet,
  told: number | undefined,
  context: PluginContext,
): Float64Array {
  if (told !== undefined) return new Float64Array(values.length).fill(told);
  if (height.datum === "terrain" || height.datum === "unknown") {
    throw new GridMismatchError(
      `heights above the ellipsoid or the geoid as input of ${owner}`,
      `heights above ${height.datum === "terrain" ? "the ground" : "an unknown level"} (give the parameter height, metres above the ellipsoid for all readings)`,
    );
  }
  if (height.datum === "geoid") {
    context.logger.log(
      "info",
      "heights above the geoid are taken as ellipsoidal: the main field may be off by up to 3 nT, nearly the same for all",
    );
  }
  return upward ?? new Float64Array(values.length).fill(height.metres);
}
