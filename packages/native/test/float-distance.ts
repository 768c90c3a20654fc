import { expect } from "vitest";

/** Steps of float32 between two numbers; 0 for two NaN, Infinity for one. */
export function float32Distance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Number.POSITIVE_INFINITY;
  const place = (x: number) => {
    const bits = new Int32Array(Float32Array.of(x).buffer)[0]!;
    return bits < 0 ? -(bits & 0x7fffffff) : bits;
  };
  return Math.abs(place(a) - place(b));
}

/** Same length, same NaN, and no sample further apart than `steps` of float32. */
export function expectWithinSteps(actual: Float32Array, expected: Float32Array, steps = 1): void {
  expect(actual.length).toBe(expected.length);
  const wrong = actual.findIndex((value, i) => !(float32Distance(value, expected[i]!) <= steps));
  expect(wrong < 0 ? "equal" : `[${wrong}] is ${actual[wrong]}, expected ${expected[wrong]}`).toBe("equal");
}
