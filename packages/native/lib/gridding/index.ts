import type { GriddingKernels } from "@geoanomaly/core";
import type { KernelHost } from "../run.js";
import { blockMedian } from "./block-median.js";
import { inverseDistance, nearestDistance, nearestDistanceAt } from "./distances.js";
import { fitSources, sourceField } from "./equivalent-sources.js";
import { minimumCurvature } from "./minimum-curvature.js";

export const gridding = (host: KernelHost): GriddingKernels => ({
  blockMedian: blockMedian(host),
  minimumCurvature: minimumCurvature(host),
  inverseDistance: inverseDistance(host),
  nearestDistance: nearestDistance(host),
  nearestDistanceAt: nearestDistanceAt(host),
  fitSources: fitSources(host),
  sourceField: sourceField(host),
});
