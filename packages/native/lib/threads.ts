import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** How many threads the kernels may use, and every limit that was looked at, for `gam doctor`. */
export interface ThreadBudget {
  readonly threads: number;
  /** One line per limit found, e.g. `SLURM_CPUS_PER_TASK=4`. */
  readonly explain: readonly string[];
}

/**
 * The one knob is `GAM_THREADS`: set, it decides alone. Otherwise the smallest of SLURM_CPUS_PER_TASK, OMP_NUM_THREADS,
 * the cgroup's CPU quota (rounded up) and the processors this process may run on.
 * A variable that is not a positive integer is ignored, and `explain` says so.
 */
export function threadBudget(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  machine: { readonly quota: number | undefined; readonly processors: number } = {
    quota: cgroupQuota(),
    processors: availableParallelism(),
  },
): ThreadBudget {
  const explain: string[] = [];
  const variable = (name: string): number | undefined => {
    const text = environment[name]?.trim();
    if (text === undefined || text === "") return undefined;
    // OMP_NUM_THREADS may list one number per nesting level: the first is the outermost.
    const value = Number(name === "OMP_NUM_THREADS" ? text.split(",")[0] : text);
    const valid = Number.isInteger(value) && value > 0;
    explain.push(`${name}=${text}${valid ? "" : ": ignored, not a positive integer"}`);
    return valid ? value : undefined;
  };
  const chosen = variable("GAM_THREADS");
  if (chosen !== undefined) return { threads: chosen, explain };
  const limits = [variable("SLURM_CPUS_PER_TASK"), variable("OMP_NUM_THREADS")].filter((limit) => limit !== undefined);
  if (machine.quota !== undefined) {
    limits.push(Math.max(1, Math.ceil(machine.quota)));
    explain.push(`cgroup cpu.max: ${machine.quota} processors`);
  }
  limits.push(machine.processors);
  explain.push(`processors: ${machine.processors}`);
  return { threads: Math.min(...limits), explain };
}

/** CPU quota of this process's control group (version 2) and its parents, in processors; undefined where none is set. */
function cgroupQuota(): number | undefined {
  let smallest: number | undefined;
  try {
    const own = /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "/";
    const names = own.split("/").filter((name) => name !== "");
    for (let depth = names.length; depth >= 0; depth--) {
      const quota = quotaOf(`/sys/fs/cgroup/${names.slice(0, depth).join("/")}/cpu.max`);
      if (quota !== undefined && (smallest === undefined || quota < smallest)) smallest = quota;
    }
  } catch {
    // Not Linux, or no control groups: no quota to honour.
  }
  return smallest;
}

function quotaOf(path: string): number | undefined {
  try {
    const [quota, period] = readFileSync(path, "utf8").trim().split(/\s+/).map(Number);
    return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : undefined;
  } catch {
    return undefined;
  }
}
