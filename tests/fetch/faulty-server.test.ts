import { createHash, randomBytes } from "node:crypto";
import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { DownloadPolicy } from "../../packages/core/src/sources/download/download-policy.js";
import { createDownloader, type Downloader, type DownloadRequest } from "../../packages/core/src/sources/download/downloader.js";
import { type FaultyServer, PROXY_VARIABLES, sendFile, startFaultyServer } from "./faulty-server.js";

/** A file with the first bytes of a little-endian TIFF. */
const CONTENT = Buffer.concat([Buffer.from([0x49, 0x49, 42, 0]), randomBytes(300_000)]);
const SHA256 = createHash("sha256").update(CONTENT).digest("hex");

/** Times short enough for a test; the address policy lets it reach loopback. */
const QUICK: Partial<DownloadPolicy> = {
  allowPrivateAddresses: true,
  attempts: 5,
  initialBackoff: 10,
  maximumBackoff: 40,
  maximumRetryAfter: 3000,
  connectTimeout: 1000,
  headersTimeout: 400,
  stallTimeout: 400,
  breakerFailures: 20,
  breakerPause: 300,
  requestSpacing: 1,
};

describe("downloads from a faulty server", () => {
  let server: FaultyServer;
  let folder = "";
  let messages: string[] = [];
  const downloaders: Downloader[] = [];
  const never = new AbortController().signal;

  beforeAll(async () => {
    for (const name of PROXY_VARIABLES) vi.stubEnv(name, "");
    server = await startFaultyServer();
  });
  afterAll(async () => {
    await server.close();
    vi.unstubAllEnvs();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gam-fetch-"));
    messages = [];
    server.requests.length = 0;
  });
  afterEach(async () => {
    await Promise.all(downloaders.splice(0).map((downloader) => downloader.close()));
    await rm(folder, { recursive: true });
  });

  const downloader = (overrides: Partial<DownloadPolicy> = {}) => {
    const log = (_level: string, message: string, fields?: object) => void messages.push(`${message} ${JSON.stringify(fields)}`);
    const created = createDownloader({ ...QUICK, ...overrides }, { log });
    downloaders.push(created);
    return created;
  };
  const target = () => join(folder, "grid.tif");
  const fetch = (url: string, request: Partial<DownloadRequest> = {}, overrides: Partial<DownloadPolicy> = {}) =>
    downloader(overrides).download({ urls: [url], destination: target(), sha256: SHA256, ...request }, never);
  const expectRightFile = async () => {
    expect((await readFile(target())).equals(CONTENT)).toBe(true);
    expect(await readdir(folder)).toEqual(["grid.tif"]);
  };
  const expectNoFile = async () => expect(access(target())).rejects.toMatchObject({ code: "ENOENT" });

  it("resumes by range after every reset", async () => {
    const cuts = [100_000, 180_000, 250_000];
    const url = server.serve("/resets", (request, response, nth) => {
      const until = cuts[nth];
      sendFile(request, response, CONTENT, until === undefined ? {} : { until });
    });
    const downloaded = await fetch(url);
    await expectRightFile();
    expect(downloaded).toMatchObject({ sha256: SHA256, sizeBytes: CONTENT.length, url });
    // What was sent may be lost with the connection, never asked for beyond; most of it arrives.
    const starts = server.requests.map(({ range }) => Number(/\d+/.exec(range ?? "0")![0]));
    expect(starts[0]).toBe(0);
    for (const [index, start] of starts.slice(1).entries()) expect(start).toBeLessThanOrEqual(cuts[index]!);
    expect(Math.max(...starts)).toBeGreaterThan(0);
  });

  it("does not give up while each attempt brings bytes", async () => {
    const step = 30_000;
    const url = server.serve("/many-resets", (request, response) => {
      const start = Number(/\d+/.exec(request.headers.range ?? "0")![0]);
      sendFile(request, response, CONTENT, start + step < CONTENT.length ? { until: start + step } : {});
    });
    await fetch(url, {}, { attempts: 2 });
    await expectRightFile();
  });

  it("gives up a server that resets every connection at once", async () => {
    const url = server.serve("/only-resets", (request) => request.socket.destroy());
    await expect(fetch(url)).rejects.toMatchObject({ code: "GAM_SOURCE_UNAVAILABLE", exitCode: 5, message: expect.stringContaining(url) });
    expect(server.requests).toHaveLength(5);
    await expectNoFile();
  });

  it("ends a stall and goes on from where it was", async () => {
    const url = server.serve("/stalls", (request, response, nth) => {
      if (nth > 0) return sendFile(request, response, CONTENT);
      response.writeHead(200, { etag: '"one"', "content-length": CONTENT.length });
      response.write(CONTENT.subarray(0, 50_000));
    });
    await fetch(url);
    await expectRightFile();
    expect(server.requests[1]?.range).toMatch(/^bytes=[1-9]/);
  });

  it("ends the wait for headers that never come", async () => {
    const url = server.serve("/silent", (request, response, nth) => {
      if (nth > 0) sendFile(request, response, CONTENT);
    });
    await fetch(url);
    await expectRightFile();
  });

  it.each([429, 503])("waits as long as Retry-After says after a %i", async (status) => {
    const url = server.serve(`/busy-${status}`, (request, response, nth) => {
      if (nth > 0) sendFile(request, response, CONTENT);
      else response.writeHead(status, { "retry-after": "1" }).end();
    });
    await fetch(url);
    await expectRightFile();
    const [first, second] = server.requests;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(1000);
  });

  it("does not wait for a Retry-After beyond its bound", async () => {
    const url = server.serve("/busy-for-long", (_request, response) => response.writeHead(429, { "retry-after": "3600" }).end());
    await expect(fetch(url)).rejects.toThrow(/429; asks to wait 3600 s/);
    expect(server.requests).toHaveLength(1);
  });

  it("retries a 500, but not a 404", async () => {
    const url = server.serve("/fails-twice", (request, response, nth) => {
      if (nth > 1) sendFile(request, response, CONTENT);
      else response.writeHead(500).end("broken");
    });
    await fetch(url);
    await expectRightFile();
    server.requests.length = 0;
    await rm(target());
    await expect(fetch(`${server.origin}/none`)).rejects.toThrow(/HTTP status 404/);
    expect(server.requests).toHaveLength(1);
  });

  it("takes the next address when one has not got the file", async () => {
    const good = server.serve("/good", (request, response) => sendFile(request, response, CONTENT));
    const downloaded = await fetch("", { urls: [`${server.origin}/none`, good] });
    await expectRightFile();
    expect(downloaded.url).toBe(good);
  });

  it("refuses a wrong length before it writes anything", async () => {
    const url = server.serve("/short", (request, response) => sendFile(request, response, CONTENT.subarray(0, 1000)));
    await expect(fetch(url, { sizeBytes: CONTENT.length })).rejects.toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      expected: `${CONTENT.length} bytes`,
      found: "1000 bytes",
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuses more than the bound, announced or not", async () => {
    const announced = server.serve("/large", (request, response) => sendFile(request, response, CONTENT));
    const { sha256: _, ...unknown } = { sha256: SHA256, urls: [announced], destination: target() };
    await expect(downloader({ maximumBytes: 1000 }).download(unknown, never)).rejects.toThrow(/more than the bound of 1000/);
    expect(await readdir(folder)).toEqual([]);

    const endless = server.serve("/endless", (_request, response) => {
      response.writeHead(200);
      const more = () => response.write(CONTENT, () => response.writable && setImmediate(more));
      more();
    });
    await expect(downloader({ maximumBytes: 1000, attempts: 2 }).download({ ...unknown, urls: [endless] }, never)).rejects.toThrow(
      /more than the expected 1000 bytes/,
    );
    await expectNoFile();
  });

  it("never publishes wrong bytes, and says what it expected and found", async () => {
    const wrong = Buffer.from(CONTENT);
    wrong[200_000]! ^= 1;
    const url = server.serve("/wrong", (request, response) => sendFile(request, response, wrong));
    await expect(fetch(url)).rejects.toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      exitCode: 7,
      place: "sha256",
      expected: `${SHA256} (known)`,
      found: createHash("sha256").update(wrong).digest("hex"),
    });
    expect(server.requests).toHaveLength(2);
    expect(await readdir(folder)).toEqual([]);
  });

  it("recovers from bytes that were spoiled once", async () => {
    const wrong = Buffer.from(CONTENT);
    wrong[200_000]! ^= 1;
    const url = server.serve("/wrong-once", (request, response, nth) => sendFile(request, response, nth === 0 ? wrong : CONTENT));
    await fetch(url);
    await expectRightFile();
  });

  it("starts again when the server ignores the range", async () => {
    const url = server.serve("/no-ranges", (request, response, nth) => {
      sendFile(request, response, CONTENT, { ranges: false, ...(nth === 0 ? { until: 100_000 } : {}) });
    });
    await fetch(url);
    await expectRightFile();
  });

  it("starts again when the file changed on the server, rather than join two files", async () => {
    const old = randomBytes(CONTENT.length);
    Buffer.from([0x49, 0x49, 42, 0]).copy(old);
    const url = server.serve("/changes", (request, response, nth) => {
      if (nth === 0) sendFile(request, response, old, { etag: '"old"', until: 100_000 });
      else sendFile(request, response, CONTENT, { etag: '"new"' });
    });
    await downloader().download({ urls: [url], destination: target() }, never);
    await expectRightFile();
  });

  it("starts again when a partial answer is of another file or place", async () => {
    const url = server.serve("/lies", (request, response, nth) => {
      if (nth === 0) return sendFile(request, response, CONTENT, { until: 100_000 });
      if (nth === 1) {
        response.writeHead(206, { "content-range": `bytes 0-9/${CONTENT.length}`, "content-length": 10 }).end(CONTENT.subarray(0, 10));
      } else sendFile(request, response, CONTENT);
    });
    await fetch(url);
    await expectRightFile();
  });

  it("takes up what an earlier process left, and drops it if it is of unknown origin", async () => {
    const url = server.serve("/left", (request, response) => sendFile(request, response, CONTENT));
    await writeFile(`${target()}.part`, CONTENT.subarray(0, 120_000));
    await writeFile(`${target()}.part.json`, JSON.stringify({ url, etag: '"one"', totalBytes: CONTENT.length }));
    await fetch(url);
    await expectRightFile();
    expect(server.requests.map(({ range }) => range)).toEqual(["bytes=120000-"]);

    server.requests.length = 0;
    await rm(target());
    await writeFile(`${target()}.part`, "of unknown origin");
    await fetch(url);
    await expectRightFile();
    expect(server.requests.map(({ range }) => range)).toEqual([undefined]);
  });

  it("asks nothing for a left-over that is complete", async () => {
    const url = server.serve("/complete", (request, response) => sendFile(request, response, CONTENT));
    await writeFile(`${target()}.part`, CONTENT);
    await writeFile(`${target()}.part.json`, JSON.stringify({ url, totalBytes: CONTENT.length }));
    await fetch(url);
    await expectRightFile();
    expect(server.requests).toEqual([]);
  });

  it("recognises an HTML page where a TIFF is expected", async () => {
    const page = "<html><head><title>Please log in</title></head></html>";
    const url = server.serve("/login", (_request, response) => response.writeHead(200, { "content-type": "text/html" }).end(page));
    await expect(downloader().download({ urls: [url], destination: target() }, never)).rejects.toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      expected: "a TIFF",
      found: 'an HTML page titled "Please log in"',
    });
    await expectNoFile();
  });

  it("refuses a content encoding it did not ask for", async () => {
    const url = server.serve("/encoded", (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("x"));
    await expect(fetch(url)).rejects.toThrow(/content encoding gzip/);
  });

  it("follows redirects, up to a number", async () => {
    server.serve("/file", (request, response) => sendFile(request, response, CONTENT));
    const url = server.serve("/moved", (_request, response) => response.writeHead(302, { location: "/file" }).end());
    await fetch(url);
    await expectRightFile();
    await rm(target());
    const loop = server.serve("/loop", (_request, response) => response.writeHead(302, { location: "/loop" }).end());
    await expect(fetch(loop)).rejects.toThrow(/more than 5 redirects/);
  });

  it("opens its breaker after repeated failures, leaves the host alone, and closes it again", async () => {
    const url = server.serve("/recovers", (request, response, nth) => {
      if (nth < 3) response.writeHead(500).end();
      else sendFile(request, response, CONTENT);
    });
    await fetch(url, {}, { breakerFailures: 3, breakerPause: 500 });
    await expectRightFile();
    expect(messages.map((message) => /circuit breaker of \S+ (\S+)/.exec(message)?.[1]).filter(Boolean)).toEqual([
      "opened",
      "half-open",
      "closed",
    ]);
    const [, , third, fourth] = server.requests;
    expect(fourth!.at - third!.at).toBeGreaterThanOrEqual(495);
  });

  it("spaces its requests to one host", async () => {
    const url = server.serve("/spaced", (request, response, nth) => {
      if (nth < 2) response.writeHead(500).end();
      else sendFile(request, response, CONTENT);
    });
    await fetch(url, {}, { requestSpacing: 300 });
    const times = server.requests.map(({ at }) => at);
    expect(times[2]! - times[0]!).toBeGreaterThanOrEqual(590);
  });

  it("keeps queries and credentials out of logs and errors", async () => {
    const url = server.serve("/secret", (_request, response) => response.writeHead(500).end());
    const withSecrets = `${url.replace("http://", "http://user:hunter2@")}?token=hunter3`;
    const error = await fetch(withSecrets, {}, { attempts: 2 }).catch((reason: unknown) => reason);
    expect(`${String(error)} ${messages.join()}`).not.toMatch(/hunter/);
    expect(messages.length).toBeGreaterThan(0);
  });

  it("ends at once when it is cancelled, also within a pause", async () => {
    const url = server.serve("/cancelled", (_request, response) => response.writeHead(503, { "retry-after": "3" }).end());
    const signal = AbortSignal.timeout(100);
    const started = performance.now();
    await expect(downloader().download({ urls: [url], destination: target() }, signal)).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it("reads a small text, and tells its absence from a failure", async () => {
    const url = server.serve("/text", (_request, response) => response.end("a\tb\n"));
    expect(await downloader().readText(url, 100, never)).toBe("a\tb\n");
    expect(await downloader().readText(`${server.origin}/none`, 100, never)).toBeUndefined();
    await expect(downloader().readText(url, 2, never)).rejects.toMatchObject({ code: "GAM_SOURCE_UNAVAILABLE" });
  });
});
