import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isGamError, type RawData, type ReaderPlugin } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { Dice, mutate } from "./mutate.js";

/** What each reader may allocate for a mutated file. */
export const MAXIMUM_BYTES = 2 ** 26;
/** A file that takes longer hangs. */
export const MAXIMUM_MILLISECONDS = 2000;

export interface FuzzTarget {
  readonly reader: ReaderPlugin;
  readonly filename: string;
  readonly seeds: readonly Uint8Array[];
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Files that lie in the same folder, undamaged. */
  readonly beside?: Readonly<Record<string, string>>;
}

export interface FuzzResult {
  readonly files: number;
  readonly read: number;
  /** By error code. */
  readonly refused: Readonly<Record<string, number>>;
  readonly slowestMilliseconds: number;
  /** Largest growth of buffers during one file. */
  readonly largestBytes: number;
}

/** Takes all there is, in bands, as a run would. */
async function exhaust(data: RawData, signal: AbortSignal): Promise<void> {
  if (data.kind !== "grid") return;
  const { grid } = data;
  try {
    const band = Math.max(1, Math.min(grid.rows, Math.floor(2 ** 20 / grid.cols)));
    for (let row = 0; row < Math.min(grid.rows, 4 * band); row += band) {
      const count = Math.min(band, grid.rows - row);
      const values = await grid.read(row, count, signal);
      if (values.length !== count * grid.cols) throw new Error(`${values.length} samples, expected ${count} x ${grid.cols}`);
    }
  } finally {
    await grid.close();
  }
}

const describeFailure = (index: number, seed: number, problem: string, cause?: unknown) =>
  new Error(`mutation ${index} of seed ${seed}: ${problem}`, { cause });

/**
 * Reads `count` mutated files. Each must be read or refused with an error of the taxonomy, within two seconds and the allowed memory;
 * every 500 files the undamaged seed must still be readable.
 * @throws Error naming the first mutation that does otherwise; the same seed finds it again.
 */
export async function fuzzReader(
  { reader, filename, seeds, parameters = {}, beside = {} }: FuzzTarget,
  count: number,
  seed: number,
): Promise<FuzzResult> {
  const context = await testContext({ readers: [reader] });
  const folder = await mkdtemp(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "gam-fuzz-"));
  const path = join(folder, filename);
  const open = () => reader.open(path, { ...parameters, maximumBytes: MAXIMUM_BYTES }, context);
  const refused: Record<string, number> = {};
  let [read, slowestMilliseconds, largestBytes] = [0, 0, 0];
  const dice = new Dice(seed);
  try {
    for (const [name, content] of Object.entries(beside)) await writeFile(join(folder, name), content);
    for (let index = 0; index < count; index++) {
      const pristine = index % 500 === 0;
      const origin = dice.pick(seeds);
      const bytes = pristine ? origin : mutate(origin, dice);
      reader.recognise(filename, bytes.subarray(0, 4096));
      await writeFile(path, bytes);
      const before = process.memoryUsage().arrayBuffers;
      // A machine that is busy elsewhere makes a file slow once; a file that hangs is slow every time.
      let elapsed = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < 3 && elapsed > MAXIMUM_MILLISECONDS; attempt++) {
        const started = performance.now();
        let outcome = "read";
        try {
          await exhaust(await open(), context.signal);
        } catch (error) {
          if (pristine) throw describeFailure(index, seed, "the undamaged file is refused", error);
          if (!isGamError(error)) throw describeFailure(index, seed, `not an error of the taxonomy: ${String(error)}`, error);
          outcome = error.code;
        }
        elapsed = Math.min(elapsed, performance.now() - started);
        if (attempt > 0) continue;
        if (outcome === "read") read++;
        else refused[outcome] = (refused[outcome] ?? 0) + 1;
      }
      slowestMilliseconds = Math.max(slowestMilliseconds, elapsed);
      largestBytes = Math.max(largestBytes, process.memoryUsage().arrayBuffers - before);
      if (elapsed > MAXIMUM_MILLISECONDS) throw describeFailure(index, seed, `took ${elapsed.toFixed(0)} ms`);
      // A reader may hold one array of that size, and the rows it hands out.
      if (largestBytes > 2 * MAXIMUM_BYTES) throw describeFailure(index, seed, `allocated ${largestBytes} bytes`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return { files: count, read, refused, slowestMilliseconds, largestBytes };
}

/** One line for people. */
export function fuzzSummary(id: string, { files, read, refused, slowestMilliseconds, largestBytes }: FuzzResult): string {
  const codes = Object.entries(refused).map(([code, times]) => `${code} ${times}`);
  return `fuzz ${id}: ${files} files, ${read} read, ${codes.join(", ")}; slowest ${slowestMilliseconds.toFixed(0)} ms, largest allocation ${(largestBytes / 2 ** 20).toFixed(1)} MiB`;
}
