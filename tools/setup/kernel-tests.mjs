import { run } from "./command.mjs";
import { say } from "./say.mjs";

const FOLDER = "packages/native/build/tests";

/** Builds and runs the C++ tests of the kernels, which need no Node. */
export async function testKernels() {
  const jobs = String(Math.max(1, (await import("node:os")).availableParallelism()));
  for (const parameters of [
    ["-S", "packages/native", "-B", FOLDER, "-DGAM_TESTS=ON"],
    ["--build", FOLDER, "-j", jobs],
  ]) {
    const { status, output } = await run("cmake", parameters, { quiet: true });
    if (status === 0) continue;
    say(output.split("\n").slice(-40).join("\n"));
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const { output } = await run("ctest", ["--test-dir", FOLDER, "--output-on-failure", "--timeout", "120", "-j", jobs], { quiet: true });
  say(output.trimEnd());
  const [, failed, total] = /(\d+) tests? failed out of (\d+)/.exec(output) ?? [];
  return failed === undefined
    ? { passed: 0, failed: 1, skipped: 0 }
    : { passed: Number(total) - Number(failed), failed: Number(failed), skipped: 0 };
}
