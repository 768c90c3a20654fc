import { type DecimalYear, type PointSet, VerificationError } from "@geoanomaly/core";

/** Year with fraction of a time in seconds since 1970 UTC; leap years are longer. */
export function decimalYear(seconds: number): DecimalYear {
  const year = new Date(seconds * 1000).getUTCFullYear();
  const [start, end] = [Date.UTC(year, 0, 1) / 1000, Date.UTC(year + 1, 0, 1) / 1000];
  return year + (seconds - start) / (end - start);
}

/**
 * Epoch of every reading: of its time, else of the survey, else `fallback`.
 * @throws VerificationError naming readings that have none.
 */
export function readingEpochs(
  owner: string,
  { time, epoch, values, sourceLines }: PointSet,
  fallback: DecimalYear | undefined,
): Float64Array {
  const common = epoch ?? fallback ?? Number.NaN;
  const epochs = Float64Array.from(values, (_, index) => {
    const moment = time?.[index] ?? Number.NaN;
    return Number.isFinite(moment) ? decimalYear(moment) : common;
  });
  const missing = [...epochs.keys()].filter((index) => Number.isNaN(epochs[index]));
  if (missing.length > 0) {
    const lines = missing.slice(0, 8).map((index) => sourceLines?.[index] ?? index + 1);
    throw new VerificationError(
      `${owner}: ${missing.length} readings have neither a time nor an epoch (map a column to the time, or give the parameter epoch): lines ${lines.join(", ")}${missing.length > 8 ? ", ..." : ""}`,
    );
  }
  return epochs;
}
