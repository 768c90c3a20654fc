// npm run campaign:fuzz [-- --files 100000 --seed 20250101]
// Every reader against mutated files: each is read or refused within two seconds and the allowed memory. One line per reader.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { files: { type: "string", default: "100000" }, seed: { type: "string", default: "20250101" } } });
const root = fileURLToPath(new URL("..", import.meta.url));
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const run = spawn(process.execPath, [vitest, "run", "tests/fuzz", "--disable-console-intercept"], {
  cwd: root,
  env: { ...process.env, GAM_FUZZ_FILES: values.files, GAM_FUZZ_SEED: values.seed },
  stdio: ["ignore", "pipe", "inherit"],
});
let readers = 0;
let rest = "";
const failures = [];
run.stdout.setEncoding("utf8").on("data", (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    if (line.startsWith("fuzz ")) {
      readers++;
      console.log(line);
    } else if (/mutation \d+ of seed|Error:/.test(line)) {
      failures.push(line.trim());
    }
  }
});
run.on("close", (code) => {
  for (const failure of failures) console.error(failure);
  console.log(`campaign:fuzz ${code === 0 ? "passed" : "FAILED"}: ${readers} readers, ${values.files} files each, seed ${values.seed}`);
  process.exitCode = code === 0 ? 0 : 1;
});
