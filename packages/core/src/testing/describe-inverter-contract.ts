import { describe, expect, it } from "vitest";
import type { PluginContext } from "../contracts/context.js";
import type { InversionRequest, InversionResult, InversionStep, InverterPlugin } from "../contracts/inverter.js";
import { isGamError } from "../errors.js";
import { cellCount } from "../geo/tensor-mesh.js";
import { expectAccepts, expectPluginIdentity, expectRefusesUnknownKey, rejectsSoonAfter, sameBits } from "./contract-checks.js";
import { type TestContextOptions, testContext } from "./test-context.js";

export interface InverterContract {
  /** Makes an equal request at every call; small, as it is inverted several times. */
  readonly request: () => InversionRequest | Promise<InversionRequest>;
  readonly context?: TestContextOptions;
}

async function finish(iterations: AsyncGenerator<InversionStep, InversionResult>, visit: (step: InversionStep) => void = () => {}) {
  for (;;) {
    const next = await iterations.next();
    if (next.done) return next.value;
    visit(next.value);
  }
}

function expectSameResult(actual: InversionResult, expected: InversionResult): void {
  expect(Object.keys(actual.models)).toEqual(Object.keys(expected.models));
  for (const [name, { values, uncertainty }] of Object.entries(expected.models)) {
    expect(sameBits(actual.models[name]!.values, values), `${name} has the same bits`).toBe(true);
    if (uncertainty)
      expect(sameBits(actual.models[name]!.uncertainty!, uncertainty), `uncertainty of ${name} has the same bits`).toBe(true);
  }
  for (const [name, values] of Object.entries(expected.predicted))
    expect(sameBits(actual.predicted[name]!, values), `predicted ${name} has the same bits`).toBe(true);
  expect(actual.stopped).toBe(expected.stopped);
}

/** What every inverter owes: steps that can be counted on, shapes, determinism, resume to the bit, abort, and options that are checked. */
export function describeInverterContract(inverter: InverterPlugin, { request, context: options = {} }: InverterContract): void {
  describe(`inverter ${inverter.id} keeps the contract`, () => {
    const withOptions = async (extra: Readonly<Record<string, unknown>>) => {
      const made = await request();
      return { ...made, options: { ...made.options, ...extra } };
    };

    it("has an id, a version and an option schema that knows its keys", async () => {
      expectPluginIdentity(inverter);
      const { options: given } = await request();
      expectAccepts(inverter.options, given);
      expectRefusesUnknownKey(inverter.options, given);
    });

    it("yields iteration 0 first, then one after the other, with misfits and norms that are not negative", async () => {
      const made = await request();
      const steps: InversionStep[] = [];
      await finish(inverter.invert(made, await testContext(options)), (step) => steps.push(step));
      expect(steps.length).toBeGreaterThan(1);
      expect(steps.map(({ iteration }) => iteration)).toEqual(steps.map((_, i) => i));
      for (const step of steps) {
        expect(Object.keys(step.misfit).sort()).toEqual(made.data.map(({ name }) => name).sort());
        for (const misfit of Object.values(step.misfit)) expect(misfit).toBeGreaterThanOrEqual(0);
        expect(step.regularisation).toBeGreaterThanOrEqual(0);
        expect(step.beta).toBeGreaterThan(0);
        expect(step.durationMs).toBeGreaterThanOrEqual(0);
        expect(step.phase).toMatch(/\S/);
      }
    });

    it("gives a value for every cell that is ground and a prediction for every reading", async () => {
      const made = await request();
      const result = await finish(inverter.invert(made, await testContext(options)));
      expect(Object.keys(result.models).length).toBeGreaterThan(0);
      for (const { mesh, values } of Object.values(result.models)) {
        expect(values).toHaveLength(cellCount(mesh));
        expect(values.some((value) => Number.isFinite(value))).toBe(true);
        expect(values.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)).toBe(false);
      }
      for (const { name, points } of made.data) {
        const predicted = result.predicted[name]!;
        expect(predicted).toHaveLength(points.values.length);
        points.values.forEach((value, i) => {
          if (Number.isFinite(value)) expect(Number.isFinite(predicted[i])).toBe(true);
        });
      }
    });

    it("plans the operator that it then uses", async () => {
      const context = await testContext(options);
      const planned = await inverter.plan(await request(), context);
      const { operator } = await finish(inverter.invert(await request(), context));
      expect(operator).toEqual(planned);
      expect(planned.bytes).toBeGreaterThan(0);
      expect(planned.reason).toMatch(/\S/);
    });

    it("gives the same bits for the same request, and leaves the readings as they were", async () => {
      const made = await request();
      const before = made.data.map(({ points }) => points.values.slice());
      const context: PluginContext = await testContext(options);
      const first = await finish(inverter.invert(made, context));
      expectSameResult(await finish(inverter.invert(await request(), context)), first);
      made.data.forEach(({ points }, i) => {
        expect(sameBits(points.values, before[i]!)).toBe(true);
      });
    });

    it("ends with the same bits when it is killed after any iteration and resumed", async () => {
      const checkpoints: Uint8Array[] = [];
      const context = await testContext(options);
      const whole = await finish(inverter.invert(await request(), context), (step) => checkpoints.push(step.checkpoint()));
      for (const [i, resumeFrom] of checkpoints.entries()) {
        const numbers: number[] = [];
        const result = await finish(inverter.invert({ ...(await request()), resumeFrom }, context), ({ iteration }) =>
          numbers.push(iteration),
        );
        expectSameResult(result, whole);
        expect(numbers, `after iteration ${i} come the ones that were left`).toEqual(checkpoints.slice(i + 1).map((_, k) => i + 1 + k));
      }
    });

    it("refuses a checkpoint that is cut short or damaged", async () => {
      const context = await testContext(options);
      const first = await inverter.invert(await request(), context).next();
      const bytes = first.done ? new Uint8Array() : first.value.checkpoint();
      for (const resumeFrom of [bytes.subarray(0, bytes.length - 1), bytes.subarray(1), new Uint8Array()]) {
        const failure = await finish(inverter.invert({ ...(await request()), resumeFrom }, context)).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(isGamError(failure, "GAM_INPUT_CORRUPT"), String(failure)).toBe(true);
      }
    });

    it("refuses an option it does not know", async () => {
      const failure = await finish(inverter.invert(await withOptions({ "no-such-option": 1 }), await testContext(options))).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(isGamError(failure, "GAM_PARAMETER_INVALID"), String(failure)).toBe(true);
    });

    it("refuses with numbers what does not fit into the memory", async () => {
      const failure = await inverter.plan({ ...(await request()), memoryBytes: 1 }, await testContext(options)).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(isGamError(failure, "GAM_RESOURCE"), String(failure)).toBe(true);
      expect(String(failure)).toMatch(/\d/);
    });

    it("stops when aborted, before it begins and between iterations", async () => {
      const early = new AbortController();
      const context = await testContext({ ...options, signal: early.signal });
      const made = await request();
      expect(await rejectsSoonAfter(early, () => finish(inverter.invert(made, context))), "rejects within 250 ms").toBe(true);
      const late = new AbortController();
      const iterations = inverter.invert(await request(), await testContext({ ...options, signal: late.signal }));
      await iterations.next();
      expect(await rejectsSoonAfter(late, () => finish(iterations)), "rejects within 250 ms").toBe(true);
    });
  });
}
