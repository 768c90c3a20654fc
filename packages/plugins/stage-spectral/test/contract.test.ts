import type { GridHeader } from "@geoanomaly/core";
import { describeStageContract } from "@geoanomaly/core/testing";
import { bandPass, derivative, pseudoGravity, reduceToPole, separate, tilt, totalGradient, upwardContinuation } from "../src/index.js";
import { gridData, mass, samples } from "./field-grid.js";

const shape = { rows: 14, cols: 11 };
const holed = (header: Partial<GridHeader> = {}) => {
  const values = samples(mass(100, -50, 300), { ...shape } as GridHeader);
  values.fill(Number.NaN, 20, 26);
  return gridData(values, { ...shape, ...header });
};
const gravity = () => holed();
const magnetic = () => holed({ quantity: { functional: "total-field-anomaly", unit: "nT" } });
const direction = { inclination: -57, declination: 2.5 };

describeStageContract(upwardContinuation, { input: gravity, parameters: { height: 250 } });
describeStageContract(derivative, { input: gravity, parameters: { direction: "down" } });
describeStageContract(bandPass, { input: gravity, parameters: { longest: 900, window: "cosine" } });
describeStageContract(reduceToPole, { input: magnetic, parameters: direction });
describeStageContract(pseudoGravity, { input: magnetic, parameters: { mainField: direction } });
describeStageContract(tilt, { input: gravity });
describeStageContract(totalGradient, { input: magnetic });
describeStageContract(separate, { input: gravity, parameters: { method: "polynomial", order: 2 } });
describeStageContract(separate, { input: gravity, parameters: { method: "spectral", wavelength: 900, keep: "regional" } });
