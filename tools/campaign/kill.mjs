// Kills a run with SIGKILL at random moments, resumes it each time, and holds the final bytes against an undisturbed run.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Folders whose files tell of one run's moments, not of its result. */
const NOT_PRODUCTS = /^(logs|state)\//;

/** sha256 of every product below `folder`, by relative path. */
export function hashProducts(folder) {
  const hashes = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).replaceAll("\\", "/");
    if (!NOT_PRODUCTS.test(name)) hashes.set(name, createHash("sha256").update(readFileSync(path)).digest("hex"));
  }
  return hashes;
}

/** Names that differ between two sets of products, with what differs. */
export function differences(expected, actual) {
  const names = new Set([...expected.keys(), ...actual.keys()]);
  return [...names]
    .sort()
    .filter((name) => expected.get(name) !== actual.get(name))
    .map((name) => `${name}: ${!actual.has(name) ? "missing" : !expected.has(name) ? "left over" : "other bytes"}`);
}

/** Runs a command in a process group of its own; `killAfter` milliseconds later the whole group gets SIGKILL. */
function run(command, killAfter) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(command[0], command.slice(1), { detached: true, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr = (stderr + chunk).slice(-4000)));
    const timer =
      killAfter === undefined
        ? undefined
        : setTimeout(() => {
            try {
              process.kill(-child.pid, "SIGKILL");
            } catch {
              // it ended a moment before
            }
          }, killAfter);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stderr, milliseconds: Date.now() - started });
    });
  });
}

/**
 * @param command How to start the run; `{output}` stands for the output folder.
 * @param accept Exit codes of a run that reached its end.
 * @returns Counts, and the products that differ from the undisturbed run's (none, if all is well).
 */
export async function killCampaign({ command, folder, kills, seed, accept = [0], log = () => {} }) {
  const withOutput = (name) => command.map((part) => part.replaceAll("{output}", join(folder, name)));
  rmSync(folder, { recursive: true, force: true });
  const whole = await run(withOutput("undisturbed"));
  if (!accept.includes(whole.code)) throw new Error(`the undisturbed run ended with ${whole.code}:\n${whole.stderr}`);
  const expected = hashProducts(join(folder, "undisturbed"));
  log(`undisturbed run: ${expected.size} products, ${whole.milliseconds} ms`);

  const random = seededRandom(seed);
  const wrong = [];
  let killed = 0;
  let rounds = 0;
  let starts = 0;
  const finishRound = (code, stderr) => {
    rounds += 1;
    if (!accept.includes(code)) wrong.push(`round ${rounds}: ended with ${code}: ${stderr.slice(-500)}`);
    const output = join(folder, "killed");
    wrong.push(...differences(expected, hashProducts(output)).map((difference) => `round ${rounds}: ${difference}`));
    rmSync(output, { recursive: true, force: true });
  };
  let fresh = true;
  while (killed < kills) {
    starts += 1;
    const result = await run(withOutput("killed"), random() * whole.milliseconds * (fresh ? 1 : 0.8));
    fresh = false;
    if (result.signal === "SIGKILL") {
      killed += 1;
      if (killed % 20 === 0) log(`${killed} kills, ${rounds} rounds complete, ${wrong.length} differences`);
    } else {
      finishRound(result.code, result.stderr);
      fresh = true;
    }
  }
  const last = await run(withOutput("killed"));
  finishRound(last.code, last.stderr);
  return { kills: killed, starts: starts + 1, rounds, products: expected.size, seed, differences: wrong };
}
