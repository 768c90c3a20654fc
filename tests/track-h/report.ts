import { expect } from "vitest";

/** Prints how far the worst sample is from the truth, and fails beyond the tolerance. */
export function within(what: string, deviation: number, tolerance: number, unit = ""): void {
  console.log(`track H: ${what}: largest deviation ${deviation.toExponential(2)}${unit}, tolerance ${tolerance.toExponential(1)}${unit}`);
  expect(deviation).toBeLessThanOrEqual(tolerance);
}
