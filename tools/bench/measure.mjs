import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** Median wall seconds of `runs` calls after one that is not counted. */
export async function time(action, runs = 7) {
  await action();
  const seconds = [];
  for (let run = 0; run < runs; run++) {
    const start = process.hrtime.bigint();
    await action();
    seconds.push(Number(process.hrtime.bigint() - start) / 1e9);
  }
  return { median: median(seconds), min: Math.min(...seconds), runs };
}

/** Every process that descends from `root`, and `root`. */
function family(root) {
  const children = new Map();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // the process ended between the listing and the look
    }
  }
  const found = [];
  for (const queue = [root]; queue.length > 0; ) {
    const pid = queue.pop();
    found.push(pid);
    queue.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** Proportional set size of a process in bytes: pages shared by n processes count 1/n in each. 0 if it is gone. */
function proportionalSetSize(pid) {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/**
 * Runs a command to its end. Wall seconds, user and system CPU of it and all it waited for, and the largest process (GNU time);
 * with `sampleMemory` also the peak of the summed proportional memory of all its processes, looked at every 50 ms. Looking costs
 * time: runs that are timed do without.
 */
export function runMeasured(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn("/usr/bin/time", ["-f", "GNU_TIME %U %S %M", file, ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    let peak = 0;
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const look = () => {
      peak = Math.max(
        peak,
        family(child.pid).reduce((sum, pid) => sum + proportionalSetSize(pid), 0),
      );
    };
    const sampler = options.sampleMemory ? setInterval(look, 50) : undefined;
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(sampler);
      const wall = Number(process.hrtime.bigint() - start) / 1e9;
      if (code !== 0 && !options.allowFailure) {
        reject(new Error(`${file} ${args.join(" ")} ended with ${code}:\n${stderr.slice(-2000)}`));
        return;
      }
      const [, user, system, largest] = /GNU_TIME (\S+) (\S+) (\S+)/.exec(stderr) ?? [];
      resolve({
        wall,
        user: Number(user),
        system: Number(system),
        peakBytes: peak,
        largestProcessBytes: Number(largest) * 1024,
        stdout,
        stderr,
        code,
      });
    });
  });
}
