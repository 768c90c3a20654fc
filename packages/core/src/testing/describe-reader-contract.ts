import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { GridSource } from "../contracts/grid.js";
import type { RawData } from "../contracts/raw-data.js";
import type { ReaderPlugin } from "../contracts/reader.js";
import { isGamError } from "../errors.js";
import { expectPluginIdentity, numbersIn, rejectsSoonAfter, sameBits } from "./contract-checks.js";
import { type TestContextOptions, testContext } from "./test-context.js";

export interface ReaderSample {
  /** A whole file of the format; a function if it is generated before the tests run. */
  readonly path: string | (() => string | Promise<string>);
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** False for a format that cannot know how long a file should be. Default true. */
  readonly detectsTruncation?: boolean;
}

export interface ReaderContract {
  readonly samples: readonly ReaderSample[];
  readonly context?: TestContextOptions;
}

const HEAD_BYTES = 4096;

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** All samples of a source, whatever its kind; a grid is closed after. */
async function numbersOf(data: RawData, signal: AbortSignal): Promise<Float32Array | Float64Array> {
  try {
    return await numbersIn(data, signal);
  } finally {
    if (data.kind === "grid") await data.grid.close();
  }
}

async function checkGrid(grid: GridSource, signal: AbortSignal): Promise<void> {
  const { rows, cols, transform } = grid;
  expect(rows).toBeGreaterThan(0);
  expect(cols).toBeGreaterThan(0);
  expect(transform[0], "columns run east").toBeGreaterThan(0);
  expect(transform[4], "rows run south").toBeLessThan(0);
  expect(["area", "node"]).toContain(grid.registration);
  expect(grid.crs).toMatch(/^(EPSG:\d+|local)$/);
  expect(grid.effectiveResolution).toBeGreaterThan(0);
  const whole = await grid.read(0, rows, signal);
  expect(whole).toHaveLength(rows * cols);
  expect(
    whole.some((value) => Number.isFinite(value)),
    "a sample file has data",
  ).toBe(true);
  expect(
    whole.some((value) => Math.abs(value) >= 1e30),
    "sentinels are NaN",
  ).toBe(false);
  const middle = Math.floor(rows / 2);
  const band = await grid.read(middle, rows - middle, signal);
  const lower = whole.slice(middle * cols);
  expect(sameBits(band, lower), "a band reads as the same rows of the whole").toBe(true);
  band.fill(0);
  expect(sameBits(await grid.read(middle, rows - middle, signal), lower), "each call returns a fresh array").toBe(true);
}

/** What every reader owes, tried on whole sample files, damaged ones and foreign ones. */
export function describeReaderContract(reader: ReaderPlugin, { samples, context: options = {} }: ReaderContract): void {
  describe(`reader ${reader.id} keeps the contract`, () => {
    it("has an id", () => expectPluginIdentity(reader));

    it("does not recognise an HTML page or an empty file as its own", () => {
      const page = new TextEncoder().encode("<!DOCTYPE html><html><head><title>404 Not Found</title></head><body></body></html>");
      expect(reader.recognise("download", page)).toBe(0);
      expect(reader.recognise("download", new Uint8Array())).toBe(0);
    });

    it("answers 0 to 1 and never throws, whatever the first bytes are", () => {
      let state = 1;
      for (let length = 0; length < 300; length++) {
        const noise = Uint8Array.from({ length }, () => {
          state = (Math.imul(state, 1103515245) + 12345) >>> 0;
          return state >>> 24;
        });
        const sureness = reader.recognise(`noise${length}`, noise);
        expect(sureness).toBeGreaterThanOrEqual(0);
        expect(sureness).toBeLessThanOrEqual(1);
      }
    });

    it("says that a file is not there", async () => {
      const missing = await testContext(options)
        .then((context) => reader.open(join(tmpdir(), "gam-no-such-file"), {}, context))
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(isGamError(missing, "GAM_INPUT_UNREADABLE"), String(missing)).toBe(true);
    });

    describe.each(samples)("sample %#", ({ path: given, parameters = {}, detectsTruncation = true }) => {
      const locate = async () => (typeof given === "string" ? given : given());

      it("is recognised", async () => {
        const path = await locate();
        expect(reader.recognise(basename(path), await headOf(path))).toBeGreaterThan(0);
      });

      it("opens with the shape its header says", async () => {
        const context = await testContext(options);
        const data = await reader.open(await locate(), parameters, context);
        if (data.kind === "points") {
          const { values, easting, northing } = data.points;
          expect(easting).toHaveLength(values.length);
          expect(northing).toHaveLength(values.length);
        } else if (data.kind === "coefficients") {
          const { cosine, sine, maxDegree } = data.coefficients;
          expect(cosine).toHaveLength(((maxDegree + 1) * (maxDegree + 2)) / 2);
          expect(sine).toHaveLength(cosine.length);
          expect(cosine.every((value) => Number.isFinite(value))).toBe(true);
        } else if (data.kind === "grid") {
          await checkGrid(data.grid, context.signal);
          await data.grid.close();
        }
      });

      it("gives the same numbers each time", async () => {
        const context = await testContext(options);
        const path = await locate();
        const first = await numbersOf(await reader.open(path, parameters, context), context.signal);
        const second = await numbersOf(await reader.open(path, parameters, context), context.signal);
        expect(sameBits(second, first)).toBe(true);
      });

      it("stops when aborted", async () => {
        const abort = new AbortController();
        const context = await testContext({ ...options, signal: abort.signal });
        const path = await locate();
        const data = await reader.open(path, parameters, context);
        const again =
          data.kind === "grid" ? () => data.grid.read(0, data.grid.rows, abort.signal) : () => reader.open(path, parameters, context);
        expect(await rejectsSoonAfter(abort, again)).toBe(true);
        if (data.kind === "grid") await data.grid.close();
      });

      it.runIf(detectsTruncation)("is an error when cut in half, never wrong numbers", async () => {
        const folder = await mkdtemp(join(tmpdir(), "gam-contract-"));
        try {
          const path = await locate();
          const bytes = await readFile(path);
          const half = join(folder, basename(path));
          await writeFile(half, bytes.subarray(0, Math.floor(bytes.length / 2)));
          const context = await testContext(options);
          const failure = await reader
            .open(half, parameters, context)
            .then((data) => numbersOf(data, context.signal))
            .then(
              () => undefined,
              (error: unknown) => error,
            );
          expect(isGamError(failure, "GAM_INPUT_CORRUPT", "GAM_INPUT_UNREADABLE"), String(failure)).toBe(true);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      });
    });
  });
}
