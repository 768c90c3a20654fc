import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FolderServer, serveFolder } from "@geoanomaly/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe("serveFolder", () => {
  let root = "";
  let server: FolderServer;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "gam-serve-"));
    await mkdir(join(root, "out/web"), { recursive: true });
    await writeFile(join(root, "secret.txt"), "secret");
    await writeFile(join(root, "out/.hidden"), "secret");
    await writeFile(join(root, "out/web/index.html"), "<p>map</p>");
    await writeFile(join(root, "out/tile.tif"), "0123456789");
    await writeFile(join(root, "out/empty.json"), "");
    await symlink(join(root, "secret.txt"), join(root, "out/link.txt"));
    await symlink(join(root, "out/tile.tif"), join(root, "out/inside.tif"));
    server = await serveFolder(join(root, "out"), {
      port: 0,
      metrics: async () => ({ contentType: "text/plain", text: "gam_up 1\n" }),
    });
  });
  afterAll(async () => {
    await server.close();
    await rm(root, { recursive: true });
  });

  /** Sends the path as it is: `fetch` would resolve the dots before they leave. */
  const ask = (path: string, headers: OutgoingHttpHeaders = {}, method = "GET") =>
    new Promise<Answer>((resolve, reject) => {
      const request = httpRequest({ host: "127.0.0.1", port: server.port, path, method, headers }, (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(pieces).toString() }),
        );
      });
      request.on("error", reject).end();
    });

  it("serves a file with its type, length and the policy of the page", async () => {
    const { status, headers, body } = await ask("/tile.tif");
    expect([status, body]).toEqual([200, "0123456789"]);
    expect(headers).toMatchObject({
      "content-type": "image/tiff; application=geotiff; profile=cloud-optimized",
      "content-length": "10",
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
    });
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'; script-src 'self';/);
  });

  it("leads / and folders to their page", async () => {
    expect((await ask("/")).headers.location).toBe("/web/");
    expect((await ask("/web")).headers.location).toBe("/web/");
    expect((await ask("/web/")).body).toBe("<p>map</p>");
    expect((await ask("//evil.example/..")).status).toBe(404);
  });

  it.each([
    ["bytes=0-3", "0123", "bytes 0-3/10"],
    ["bytes=4-", "456789", "bytes 4-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
    ["bytes=8-100", "89", "bytes 8-9/10"],
    ["bytes=-100", "0123456789", "bytes 0-9/10"],
  ])("answers %s with that part", async (range, body, contentRange) => {
    const answer = await ask("/tile.tif", { range });
    expect(answer).toMatchObject({ status: 206, body });
    expect(answer.headers).toMatchObject({ "content-range": contentRange, "content-length": String(body.length) });
  });

  it.each(["bytes=10-", "bytes=-0"])("answers 416 to %s", async (range) => {
    const answer = await ask("/tile.tif", { range });
    expect([answer.status, answer.headers["content-range"]]).toEqual([416, "bytes */10"]);
  });

  it.each(["bytes=0-1,3-4", "bytes=3-1", "bytes=-", "items=0-1"])("sends the whole file for %s", async (range) => {
    expect(await ask("/tile.tif", { range })).toMatchObject({ status: 200, body: "0123456789" });
  });

  it("answers HEAD with the headers alone", async () => {
    const { status, headers, body } = await ask("/tile.tif", { range: "bytes=0-3" }, "HEAD");
    expect([status, headers["content-length"], body]).toEqual([206, "4", ""]);
  });

  it("honours entity tags, and changes them with the file", async () => {
    await writeFile(join(root, "out/changing.json"), "1");
    const { etag } = (await ask("/changing.json")).headers;
    expect((await ask("/changing.json", { "if-none-match": etag })).status).toBe(304);
    expect((await ask("/changing.json", { range: "bytes=0-0", "if-range": etag })).status).toBe(206);
    await rm(join(root, "out/changing.json"));
    await writeFile(join(root, "out/changing.json"), "2");
    expect(await ask("/changing.json", { "if-none-match": etag })).toMatchObject({ status: 200, body: "2" });
    expect((await ask("/changing.json", { range: "bytes=0-0", "if-range": etag })).status).toBe(200);
  });

  it("sends an empty file", async () => {
    expect(await ask("/empty.json")).toMatchObject({ status: 200, body: "" });
  });

  it.each([
    "/../secret.txt",
    "/web/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/web/%2e%2e/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/tile.tif%00.json",
    "/%zz",
    "/link.txt",
    "/.hidden",
    "/web/missing.js",
  ])("does not find %s", async (path) => {
    const { status, body } = await ask(path);
    expect([status, body]).toEqual([404, "Not found\n"]);
  });

  it("follows a link that stays inside", async () => {
    expect((await ask("/inside.tif")).body).toBe("0123456789");
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS"])("refuses %s", async (method) => {
    const { status, headers } = await ask("/tile.tif", {}, method);
    expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
  });

  it("refuses a foreign host name", async () => {
    expect((await ask("/tile.tif", { host: "evil.example" })).status).toBe(403);
    expect((await ask("/tile.tif", { host: `localhost:${server.port}` })).status).toBe(200);
  });

  it("answers /metrics where it is given them", async () => {
    expect((await ask("/metrics")).body).toBe("gam_up 1\n");
  });

  it("binds to loopback only, and names what is wrong", async () => {
    await expect(serveFolder(root, { host: "0.0.0.0" })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    await expect(serveFolder(join(root, "none"))).rejects.toMatchObject({ code: "GAM_INPUT_UNREADABLE" });
    await expect(serveFolder(root, { port: server.port })).rejects.toMatchObject({ code: "GAM_RESOURCE" });
  });
});
