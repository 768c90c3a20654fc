import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FaultyServer, PROXY_VARIABLES, sendFile, startFaultyServer } from "./faulty-server.js";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const gam = path("../../packages/cli/bin/gam.js");
const built = existsSync(path("../../packages/cli/dist/bin.js"));
if (!built) console.warn("SKIPPED: the command line is not built (npm run build): gam fetch is not run");

const model = join(process.env.GAM_DATA ?? path("../../../shared/data"), "gfc/egm96_to360.ascii.gz");
const haveModel = existsSync(model);
if (!haveModel) console.warn(`SKIPPED: ${model} is absent: gam fetch is not shown to end with the right file`);

const FILE = "egm96_to360.ascii.gz";

describe.skipIf(!built)("gam fetch from a faulty mirror", () => {
  let server: FaultyServer;
  let folder = "";
  beforeEach(async () => {
    server = await startFaultyServer();
    folder = await mkdtemp(join(tmpdir(), "gam-fetch-cli-"));
    const sources = { mirror: `${server.origin}/pack`, allowPrivateAddresses: true, cache: "raw" };
    await writeFile(join(folder, "gam.yaml"), JSON.stringify({ modalities: { gravity: { dataset: "egm96" } }, sources }));
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** Asynchronous: the server lives in this process. Whatever lies beyond the mirror goes to a proxy that refuses. */
  const fetchModel = () =>
    new Promise<{ readonly status: number | null; readonly output: string }>((resolve) => {
      const proxies = Object.fromEntries(PROXY_VARIABLES.map((name) => [name, "http://127.0.0.1:9"]));
      const { GAM_MIRROR: _, ...inherited } = process.env;
      const env = { ...inherited, ...proxies, no_proxy: "127.0.0.1", NO_PROXY: "127.0.0.1" };
      const child = spawn(process.execPath, [gam, "fetch", "gravity", "egm96", "--config", "gam.yaml"], { cwd: folder, env });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
        });
      }
      child.on("close", (status) => resolve({ status, output }));
    });

  it.skipIf(!haveModel)("ends with the right file after a reset, a 500 and a 429", { timeout: 90_000 }, async () => {
    const content = await readFile(model);
    server.serve(`/pack/${FILE}`, (request, response, nth) => {
      if (nth === 0) return sendFile(request, response, content, { until: 1_000_000 });
      if (nth === 1) return response.writeHead(500).end();
      if (nth === 2) return response.writeHead(429, { "retry-after": "1" }).end();
      sendFile(request, response, content);
    });
    const { status, output } = await fetchModel();
    expect(status, output).toBe(0);
    expect((await readFile(join(folder, "raw/gravity", FILE))).equals(content)).toBe(true);
    expect((await readdir(join(folder, "raw/gravity"))).sort()).toEqual([FILE, `${FILE}.json`]);
    expect(server.requests.at(-1)?.range).toMatch(/^bytes=[1-9]/);
    expect(output).toContain("c4f9afff1b74bbf3fc0a83cc86decc5b7f94e97942e713750696fe9fb56aa5c6");
  });

  it("ends with a clear error and its exit status when the bytes are wrong", { timeout: 60_000 }, async () => {
    const wrong = Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(1_784_224)]);
    server.serve(`/pack/${FILE}`, (request, response) => sendFile(request, response, wrong));
    const { status, output } = await fetchModel();
    expect(status, output).toBe(7);
    expect(output).toMatch(/GAM_INPUT_CORRUPT: .*egm96_to360\.ascii\.gz: (sha256|content-length): expected .* found /);
    expect(existsSync(join(folder, "raw/gravity", FILE))).toBe(false);
  });
});
