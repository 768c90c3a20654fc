import { describe, expect, it } from "vitest";
import { threadBudget } from "../lib/threads.js";

const machine = { quota: undefined, processors: 16 };

describe("threadBudget", () => {
  it("lets GAM_THREADS decide alone", () => {
    expect(threadBudget({ GAM_THREADS: "32", SLURM_CPUS_PER_TASK: "4" }, machine).threads).toBe(32);
  });

  it("takes the smallest limit otherwise", () => {
    expect(threadBudget({}, machine).threads).toBe(16);
    expect(threadBudget({ SLURM_CPUS_PER_TASK: "8", OMP_NUM_THREADS: "6,2" }, machine).threads).toBe(6);
    expect(threadBudget({ SLURM_CPUS_PER_TASK: "8" }, { quota: 2.5, processors: 16 }).threads).toBe(3);
    expect(threadBudget({ OMP_NUM_THREADS: "64" }, { quota: 0.2, processors: 16 }).threads).toBe(1);
  });

  it("explains what it looked at, and what it ignored", () => {
    const { threads, explain } = threadBudget({ GAM_THREADS: "many", OMP_NUM_THREADS: "0" }, { quota: 4, processors: 16 });
    expect(threads).toBe(4);
    expect(explain).toEqual([
      "GAM_THREADS=many: ignored, not a positive integer",
      "OMP_NUM_THREADS=0: ignored, not a positive integer",
      "cgroup cpu.max: 4 processors",
      "processors: 16",
    ]);
  });

  it("finds at least one thread on this machine", () => {
    expect(threadBudget({}).threads).toBeGreaterThanOrEqual(1);
  });
});
