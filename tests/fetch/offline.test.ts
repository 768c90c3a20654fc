import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const gam = fileURLToPath(new URL("../../packages/cli/bin/gam.js", import.meta.url));
const built = existsSync(fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url)));
if (!built) console.warn("SKIPPED: the command line is not built (npm run build): nothing shows that --offline opens no socket");

const works = (command: string, ...parameters: string[]) => spawnSync(command, parameters, { stdio: "ignore" }).status === 0;
const canTrace = works("strace", "-f", "-o", "/dev/null", "true");
if (!canTrace) console.warn("SKIPPED: strace is missing or not allowed: the sockets of --offline are not counted");
const canUnshare = works("unshare", "-n", "true");
if (!canUnshare) console.warn("SKIPPED: unshare -n is missing or not allowed: --offline is not run without a network");

/** Arguments of a real run from embedded sources, one tile, with worker processes and all products. */
const FUSE = ["fuse", "--offline", "--tiles", "t_N30_E120", "--output", "out"];
/** No mirror, and a proxy that would be asked if anything were. Nothing answers there. */
const environment: NodeJS.ProcessEnv = { ...process.env, http_proxy: "http://127.0.0.1:9", https_proxy: "http://127.0.0.1:9" };
delete environment.GAM_MIRROR;

describe.skipIf(!built)("--offline", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gam-offline-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const run = (command: string, parameters: readonly string[]) =>
    spawnSync(command, parameters, { cwd: folder, env: environment, encoding: "utf8" });

  /** Internet sockets that a command and its children opened. */
  const internetSockets = async (parameters: readonly string[]) => {
    const trace = join(folder, "trace.txt");
    const traced = ["-f", "-e", "trace=socket,connect", "-o", trace, process.execPath, gam, ...parameters];
    const ended = run("strace", traced);
    return { ...ended, sockets: (await readFile(trace, "utf8")).split("\n").filter((line) => /AF_INET6?\b/.test(line)) };
  };

  it.skipIf(!canTrace)("fuses embedded sources and opens no internet socket", { timeout: 180_000 }, async () => {
    const { status, stderr, sockets } = await internetSockets(FUSE);
    expect(status, stderr).toBe(0);
    expect(sockets).toEqual([]);
  });

  it.skipIf(!canTrace)("fails without a socket when only the network has the file", { timeout: 60_000 }, async () => {
    const { status, stderr, sockets } = await internetSockets(["fetch", "gravity", "egm96", "--offline"]);
    expect(status).toBe(5);
    expect(stderr).toMatch(/Offline, nothing is downloaded/);
    expect(sockets).toEqual([]);
  });

  it.skipIf(!canTrace)("is what makes the difference: without it the same command opens one", { timeout: 60_000 }, async () => {
    const trace = join(folder, "trace.txt");
    const traced = ["-f", "-e", "trace=connect", "-o", trace, process.execPath, gam, "fetch", "gravity", "egm96"];
    const child = spawn("strace", traced, { cwd: folder, env: environment, stdio: "ignore", detached: true });
    const ended = new Promise((resolve) => child.on("close", resolve));
    try {
      await expect
        .poll(() => readFile(trace, "utf8").catch(() => ""), { timeout: 50_000, interval: 200 })
        .toMatch(/sin_port=htons\(9\).*127\.0\.0\.1/);
    } finally {
      process.kill(-child.pid!, "SIGKILL");
      await ended;
    }
  });

  it.skipIf(!canUnshare)("fuses in a network namespace of its own, where there is nothing", { timeout: 180_000 }, () => {
    const { status, stderr } = run("unshare", ["-n", process.execPath, gam, ...FUSE]);
    expect(status, stderr).toBe(0);
  });
});
