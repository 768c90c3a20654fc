import type { DecimalYear, MagneticCoefficients } from "@geoanomaly/core";

/** A main field over a span of years. */
export interface MainFieldModel {
  readonly name: string;
  /** Decimal years it holds for, ends included. */
  readonly from: DecimalYear;
  readonly to: DecimalYear;
  readonly maxDegree: number;
  /** What to take for other years, for errors. */
  readonly elsewhere: string;
  /** Coefficients at an epoch within the span. */
  at(epoch: DecimalYear): MagneticCoefficients;
}

/** `a + weight (b - a)`, coefficient by coefficient; the lower of two maximum degrees is filled up with zeros. */
export function between(a: MagneticCoefficients, b: MagneticCoefficients, weight: number, epoch: DecimalYear): MagneticCoefficients {
  const longer = a.maxDegree >= b.maxDegree ? a : b;
  const mix = (from: Float64Array, to: Float64Array) =>
    Float64Array.from({ length: longer.cosine.length }, (_, index) => {
      const start = from[index] ?? 0;
      return start + weight * ((to[index] ?? 0) - start);
    });
  return { ...longer, minDegree: Math.min(a.minDegree, b.minDegree), cosine: mix(a.cosine, b.cosine), sine: mix(a.sine, b.sine), epoch };
}
