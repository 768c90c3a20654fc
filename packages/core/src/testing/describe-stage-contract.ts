import { describe, expect, it } from "vitest";
import type { RawData } from "../contracts/raw-data.js";
import type { StagePlugin } from "../contracts/stage.js";
import { isGamError } from "../errors.js";
import { expectAccepts, expectPluginIdentity, expectRefusesUnknownKey, numbersIn, rejectsSoonAfter, sameBits } from "./contract-checks.js";
import { type TestContextOptions, testContext } from "./test-context.js";

export interface StageContract {
  /** Makes equal input at every call. */
  readonly input: () => RawData | Promise<RawData>;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly context?: TestContextOptions;
}

async function samples(data: RawData, signal: AbortSignal): Promise<Float32Array | Float64Array> {
  return numbersIn(data, signal);
}

/** What every stage owes: shapes, NaN, determinism, abort, and parameters that are checked. */
export function describeStageContract(stage: StagePlugin, { input, parameters = {}, context: options = {} }: StageContract): void {
  describe(`stage ${stage.id} keeps the contract`, () => {
    it("has an id, a version and a parameter schema that knows its keys", () => {
      expectPluginIdentity(stage);
      expectAccepts(stage.parameters, parameters);
      expectRefusesUnknownKey(stage.parameters, parameters);
    });

    it("gives as many samples as its header says, and no infinity", async () => {
      const context = await testContext(options);
      const result = await stage.run(await input(), parameters, context);
      const values = await samples(result, context.signal);
      if (result.kind === "grid") expect(values).toHaveLength(result.grid.rows * result.grid.cols);
      expect(values.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)).toBe(false);
    });

    it("gives the same result for the same input, and leaves the input as it was", async () => {
      const context = await testContext(options);
      const data = await input();
      const before = (await samples(data, context.signal)).slice();
      const first = await samples(await stage.run(data, parameters, context), context.signal);
      const second = await samples(await stage.run(await input(), parameters, context), context.signal);
      expect(sameBits(second, first)).toBe(true);
      if (data.kind !== "grid") expect(sameBits(await samples(data, context.signal), before)).toBe(true);
    });

    it("refuses a parameter it does not know", async () => {
      const failure = await testContext(options)
        .then(async (context) => stage.run(await input(), { ...parameters, "no-such-parameter": 1 }, context))
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(isGamError(failure, "GAM_PARAMETER_INVALID"), String(failure)).toBe(true);
    });

    it("stops when aborted", async () => {
      const abort = new AbortController();
      const context = await testContext({ ...options, signal: abort.signal });
      const data = await input();
      expect(
        await rejectsSoonAfter(abort, async () => samples(await stage.run(data, parameters, context), abort.signal)),
        "rejects within 250 ms",
      ).toBe(true);
    });
  });
}
