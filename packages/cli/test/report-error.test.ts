import { IntegrityError, ResourceError, UsageError, VerificationError } from "@geoanomaly/core";
import { expect, it } from "vitest";
import { Interrupted } from "../src/interruption.js";
import { reportError } from "../src/report-error.js";

function reported(error: unknown) {
  const lines: string[] = [];
  return { status: reportError(error, { warn: (line) => void lines.push(line) }), lines };
}

it.each([
  [new UsageError("no"), 2],
  [new VerificationError("no"), 4],
  [new IntegrityError("no"), 7],
  [new ResourceError("no"), 8],
  [new Interrupted("SIGINT"), 130],
  [new Interrupted("SIGTERM"), 143],
  [new TypeError("x is not a function"), 1],
  ["a string", 1],
])("%s ends with status %i", (error, status) => expect(reported(error).status).toBe(status));

it("prints code and message in one line, and a hint in another", () => {
  expect(reported(new IntegrityError("cog/x.tif: bad")).lines).toEqual([
    "GAM_INTEGRITY: cog/x.tif: bad",
    expect.stringContaining("gam verify"),
  ]);
});

it("knows an error of another copy of core by its code", () => {
  const stranger = Object.assign(new Error("from afar"), { code: "GAM_INPUT_CORRUPT", exitCode: 7 });
  expect(reported(stranger)).toMatchObject({ status: 7, lines: [expect.stringMatching(/^GAM_INPUT_CORRUPT: from afar$/)] });
});

it("takes a full disk for a resource that ran out", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const { status, lines } = reported(full);
  expect(status).toBe(8);
  expect(lines[0]).toMatch(/^GAM_RESOURCE: no space left on device/);
});

it("shows the stack of an error nobody expected, and asks for a report", () => {
  const { lines } = reported(new TypeError("x is not a function"));
  expect(lines[0]).toMatch(/^GAM_UNEXPECTED: TypeError: x is not a function\n {4}at /);
  expect(lines[1]).toContain("gam doctor");
});
