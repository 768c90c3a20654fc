import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

const tryRun = (file, args) => {
  try {
    return execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
      .trim()
      .split("\n")[0];
  } catch {
    return null;
  }
};

/** What the figures of a benchmark depend on beside the code. */
export function describeMachine() {
  return {
    date: new Date().toISOString(),
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memory_bytes: totalmem(),
    kernel: readFileSync("/proc/version", "utf8").split(" ").slice(0, 3).join(" "),
    node: process.version,
    compiler: tryRun("c++", ["--version"]),
    gdal: tryRun("gdalinfo", ["--version"]),
    commit: tryRun("git", ["rev-parse", "--short", "HEAD"]),
  };
}
