import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DEFAULT_DOWNLOAD_POLICY } from "../../packages/core/src/sources/download/download-policy.js";
import { createDownloader, type Downloader } from "../../packages/core/src/sources/download/downloader.js";
import { createHttpClient } from "../../packages/core/src/sources/download/http-client.js";
import { isPublicAddress } from "../../packages/core/src/sources/download/public-address.js";
import { redirectTarget } from "../../packages/core/src/sources/download/redirect-target.js";
import { type FaultyServer, PROXY_VARIABLES, startFaultyServer } from "./faulty-server.js";

describe("isPublicAddress", () => {
  it.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.31.255.255",
    "192.168.1.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "[::1]",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:a00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "not an address",
  ])("refuses %s", (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])("accepts %s", (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});

describe("the address policy of downloads", () => {
  let server: FaultyServer;
  let downloader: Downloader;
  let folder = "";
  const never = new AbortController().signal;

  beforeAll(async () => {
    for (const name of PROXY_VARIABLES) vi.stubEnv(name, "");
    server = await startFaultyServer();
    server.serve("/file", (_request, response) => response.end("reached"));
    downloader = createDownloader({ allowPrivateAddresses: false, attempts: 1 }, { log() {} });
    folder = await mkdtemp(join(tmpdir(), "gam-policy-"));
  });
  afterAll(async () => {
    await downloader.close();
    await server.close();
    await rm(folder, { recursive: true });
    vi.unstubAllEnvs();
  });

  const port = () => new URL(server.origin).port;

  it.each([
    ["a literal loopback address", () => `http://127.0.0.1:${port()}/file`],
    ["a loopback address in disguise", () => `http://2130706433:${port()}/file`],
    ["an IPv4 address mapped into IPv6", () => `http://[::ffff:127.0.0.1]:${port()}/file`],
    ["a name that resolves to loopback", () => `http://localhost:${port()}/file`],
    ["the address of cloud metadata", () => "http://169.254.169.254/latest/meta-data"],
  ])("refuses %s without sending a request", async (_what, url) => {
    server.requests.length = 0;
    await expect(downloader.download({ urls: [url()], destination: join(folder, "file.bin") }, never)).rejects.toMatchObject({
      code: "GAM_SOURCE_UNAVAILABLE",
      message: expect.stringContaining("is not a public address; refused unless sources.allowPrivateAddresses is set"),
    });
    expect(server.requests).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuses other protocols", async () => {
    const url = "file:///etc/passwd";
    await expect(downloader.download({ urls: [url], destination: join(folder, "file.bin") }, never)).rejects.toThrow(
      /protocol file: refused/,
    );
  });

  it("holds redirects against the policy as well", async () => {
    // The server plays a public one: its own address may be reached, no other.
    const client = createHttpClient(DEFAULT_DOWNLOAD_POLICY, (address) => address === "127.0.0.1");
    for (const location of ["http://10.0.0.1/file", "//127.0.0.2/file", `http://ip6-localhost:${port()}/file`, "ftp://127.0.0.1/file"]) {
      server.serve("/inward", (_request, response) => response.writeHead(302, { location }).end());
      const response = client.get(new URL(`${server.origin}/inward`), {}, never, async () => {});
      await expect(response, location).rejects.toThrow(/refused|ENOTFOUND/);
    }
    await client.close();
  });

  it("never steps from https down to http", () => {
    expect(() => redirectTarget(new URL("https://a.example/x"), "http://a.example/x")).toThrow(/from https down to http/);
    expect(redirectTarget(new URL("https://a.example/x/y"), "../z").href).toBe("https://a.example/z");
    expect(redirectTarget(new URL("http://a.example/x"), "https://b.example/").href).toBe("https://b.example/");
  });
});

describe("proxies of the environment", () => {
  it("are asked if they are set, and only then", async () => {
    const proxy = await startFaultyServer();
    for (const name of PROXY_VARIABLES) vi.stubEnv(name, name === "http_proxy" ? proxy.origin : "");
    vi.stubEnv("no_proxy", "direct.invalid");
    const client = createHttpClient({ ...DEFAULT_DOWNLOAD_POLICY, connectTimeout: 500, headersTimeout: 500 });
    try {
      const get = (url: string) => client.get(new URL(url), {}, new AbortController().signal, async () => {});
      expect((await get("http://publisher.invalid/file")).status).toBe(404);
      expect(proxy.requests.map(({ url }) => url)).toEqual(["http://publisher.invalid/file"]);
      await expect(get("http://direct.invalid/file")).rejects.toThrow();
      await expect(get("http://10.0.0.1/file")).rejects.toThrow(/not a public address/);
      expect(proxy.requests).toHaveLength(1);
      // https goes through a tunnel, which this proxy never grants.
      await expect(get("https://publisher.invalid/file")).rejects.toThrow();
    } finally {
      await client.close();
      await proxy.close();
      vi.unstubAllEnvs();
    }
  });
});
