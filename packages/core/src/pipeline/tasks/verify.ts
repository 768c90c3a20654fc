import { reportOf, type VerificationReport } from "../../verification/report.js";
import { factsOf, type TaskImplementation } from "../task-run.js";
import type { CheckFacts } from "./check.js";

/** Where the report of the last verification lies. */
export const REPORT_PATH = "state/verification.json";

/** Parameters of `verify`. */
export interface VerifyParameters {
  /** Names of the checks. */
  readonly checks: readonly string[];
}

export type VerifyFacts = VerificationReport;

/** Bytes of a JSON file: readable, and the same for equal values. */
export const jsonFile = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

/** Task kind `verify`: the report of all checks. A check that could not be done is an error in it. */
export const verify: TaskImplementation = async (run) => {
  const { checks } = run.task.parameters as unknown as VerifyParameters;
  const results = checks.flatMap((name) => {
    const facts = factsOf<CheckFacts>(run, `check:${name}`);
    if (facts !== undefined) return facts.results;
    const finding = {
      checkpoint: name,
      severity: "error",
      path: REPORT_PATH,
      message: `check ${name} could not be done; the log says why`,
    } as const;
    return [{ checkpoint: name, findings: [finding], facts: {} }];
  });
  const report = reportOf(results);
  await run.outputs.write(REPORT_PATH, jsonFile(report));
  return { ...report } satisfies VerifyFacts;
};
