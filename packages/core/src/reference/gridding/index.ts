import type { GriddingKernels } from "../../contracts/gridding-kernels.js";
import { blockMedian } from "./block-median.js";
import { inverseDistance, nearestDistance, nearestDistanceAt } from "./distances.js";
import { fitSources, sourceField } from "./equivalent-sources.js";
import { minimumCurvature } from "./minimum-curvature.js";

export const gridding: GriddingKernels = {
  blockMedian,
  minimumCurvature,
  inverseDistance,
  nearestDistance,
  nearestDistanceAt,
  fitSources,
  sourceField,
};

export {
  type CellFrame,
  cellFrame,
  checkColumns,
  checkCurvature,
  checkInverseDistance,
  checkPlaces,
  checkReadings,
  checkScale,
  checkSourceFit,
} from "./arguments.js";
