import { describeStageContract } from "@geoanomaly/core/testing";
import { euler, tiltDepth } from "../src/index.js";
import { gridData } from "./field-grid.js";

const small = { rows: 18, cols: 20 };

describeStageContract(euler, {
  input: () =>
    gridData(
      (east, north) => 1e9 / (east ** 2 + north ** 2 + 300 ** 2) ** 1.5,
      small,
      (row, col) => row < 2 && col < 3,
    ),
  parameters: { window: 7, structuralIndex: 3 },
});
describeStageContract(tiltDepth, {
  input: () => gridData((east) => 100 * Math.atan(east / 120), { ...small, quantity: { functional: "reduced-to-pole", unit: "nT" } }),
});
