import { describeStageContract } from "@geoanomaly/core/testing";
import { nativeKernels } from "@geoanomaly/native";
import { blockMedian, equivalentSources, inverseDistance, minimumCurvature } from "../src/index.js";
import { frame, survey } from "./survey-fixture.js";

const target = frame(30, 40, 100);
const input = () => ({
  kind: "points" as const,
  points: survey(target, 3000, 7, (x, y) => (x < 300 ? Number.NaN : 50 * Math.sin(x / 600) * Math.cos(y / 500))),
});
const context = { kernels: nativeKernels(), target };

describeStageContract(blockMedian, { input, parameters: { spacing: 250 }, context });
describeStageContract(minimumCurvature, { input, parameters: { tension: 0.3, maximumDistance: 200 }, context });
describeStageContract(inverseDistance, { input, parameters: { neighbours: 5, radius: 500 }, context });
describeStageContract(equivalentSources, {
  input,
  parameters: { depth: 300, window: 2000, crossValidation: { folds: 3, dampings: [1e-3, 1e-1] } },
  context,
});
