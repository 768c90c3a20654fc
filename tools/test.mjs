// `npm test`: from a bare clone to the last test. Arguments go to vitest: npm test -- packages/core
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkSources } from "./check.mjs";
import { absentTools } from "./setup/absent-tools.mjs";
import { buildAddon, buildTypeScript } from "./setup/build.mjs";
import { tool } from "./setup/command.mjs";
import { checkNode, installPackages } from "./setup/install.mjs";
import { testKernels } from "./setup/kernel-tests.mjs";
import { say, step } from "./setup/say.mjs";

/** vitest's own counts. A run that broke down before it could count is one failure. */
async function testTypeScript(filters) {
  const folder = await mkdtemp(join(tmpdir(), "gam-test-"));
  const report = join(folder, "report.json");
  const { status } = await tool("vitest/vitest.mjs", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...filters,
  ]);
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = JSON.parse(
      await readFile(report, "utf8"),
    );
    const failed = numFailedTests === 0 && (status !== 0 || numFailedTestSuites > 0) ? Math.max(1, numFailedTestSuites) : numFailedTests;
    return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

checkNode();
await step("install", installPackages);
const [withoutAddon] = await Promise.all([step("native kernels", buildAddon), step("TypeScript", buildTypeScript)]);
const sound = await checkSources();

const counts = [];
const filters = process.argv.slice(2);
if (withoutAddon !== undefined) say(`SKIPPED: every test of the native kernels. ${withoutAddon}.`);
else if (filters.length === 0) counts.push(await step("kernel tests", testKernels));
counts.push(await step("tests", () => testTypeScript(filters)));

for (const line of await absentTools()) say(`SKIPPED: ${line}`);
const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
const failed = sum("failed") + (sound ? 0 : 1);
if (!sound) say("FAILED: npm run check (see above); it counts as one failure");
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${sum("passed")} passed, ${failed} failed, ${sum("skipped")} skipped`);
