import { diffRuns, NodeFileSystem, type RunDifference } from "@geoanomaly/core";
import type { CommandModule } from "yargs";
import type { Terminal } from "../terminal.js";

interface DiffFlags {
  readonly first: string;
  readonly second: string;
  readonly json: boolean;
}

/** Exit status of `gam diff` when the runs differ, as `diff` has it. */
const DIFFERENT = 1;

function print(difference: RunDifference, terminal: Terminal): void {
  const { equal, samePlan, equalProducts, onlyInFirst, onlyInSecond, different, statistics, differentTasks } = difference;
  terminal.print(`${samePlan ? "The same plan" : "Different plans"}; ${equalProducts} products are equal, ${different.length} differ`);
  const list = (title: string, paths: readonly string[]) => {
    if (paths.length > 0)
      terminal.print(`${title}: ${paths.slice(0, 10).join(", ")}${paths.length > 10 ? ` and ${paths.length - 10} more` : ""}`);
  };
  list("Differ", different);
  list("Only in the first", onlyInFirst);
  list("Only in the second", onlyInSecond);
  list("Tasks made from other inputs or parameters", differentTasks);
  for (const [layer, largest] of Object.entries(statistics)) {
    const texts = Object.entries(largest).map(([key, value]) => `${key} ${value}`);
    terminal.print(`Largest differences of tile statistics, ${layer}: ${texts.join(", ")}`);
  }
  if (equal) terminal.print("The runs are equal, byte for byte");
}

/** `gam diff`: two runs, product by product. */
export function diffCommand(terminal: Terminal): CommandModule<object, DiffFlags> {
  return {
    command: "diff <first> <second>",
    describe: "Compare two output folders product by product; exits with 1 if they differ",
    builder: (parser) =>
      parser
        .positional("first", { type: "string", demandOption: true, describe: "Output folder of a run" })
        .positional("second", { type: "string", demandOption: true, describe: "Output folder of another" })
        .option("json", { type: "boolean", default: false, describe: "As JSON" }),
    handler: async ({ first, second, json }) => {
      const difference = await diffRuns(first, second, new NodeFileSystem());
      if (json) terminal.print(JSON.stringify(difference, undefined, 2));
      else print(difference, terminal);
      terminal.exitCode = difference.equal ? 0 : DIFFERENT;
    },
  };
}
