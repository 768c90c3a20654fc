export { blockMedian } from "./block-median.js";
export { equivalentSources } from "./equivalent-sources.js";
export { inverseDistance } from "./inverse-distance.js";
export { minimumCurvature } from "./minimum-curvature.js";
