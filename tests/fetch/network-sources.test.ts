import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatasetFile, ModalityPlugin, PluginContext, SourcePolicy } from "@geoanomaly/core";
import { resolveSources } from "@geoanomaly/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type FaultyServer, PROXY_VARIABLES, sendFile, startFaultyServer } from "./faulty-server.js";

const CONTENT = Buffer.from("product_type gravity_field\nend_of_head\n");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("resolveSources over the network", () => {
  let server: FaultyServer;
  let cache = "";
  const context = { logger: { log() {} }, signal: new AbortController().signal, progress() {} } as unknown as PluginContext;

  beforeAll(async () => {
    for (const name of PROXY_VARIABLES) vi.stubEnv(name, "");
  });
  afterAll(() => vi.unstubAllEnvs());
  beforeEach(async () => {
    server = await startFaultyServer();
    cache = await mkdtemp(join(tmpdir(), "gam-network-"));
  });
  afterEach(async () => {
    await server.close();
    await rm(cache, { recursive: true });
  });

  const find = (policy: Partial<SourcePolicy>, file: Partial<DatasetFile> = {}) => {
    const known = { filename: "model.gfc", urls: [`${server.origin}/publisher/model.gfc`], license: "CC-BY-4.0", citation: "Author 2014" };
    const datasets = [{ id: "model", title: "A model", embedded: false, files: [{ ...known, ...file }] }];
    const modality = { kind: "modality", id: "gravity", datasets } as unknown as ModalityPlugin;
    const allowed = { cache, fetch: false, offline: false, allowPrivateAddresses: true };
    return resolveSources(modality, { dataset: "model", options: {} }, { ...allowed, ...policy }, context);
  };
  const good = (path: string) => server.serve(path, (request, response) => sendFile(request, response, CONTENT));
  const manifest = (sha: string) =>
    server.serve("/pack/MANIFEST.tsv", (_request, response) =>
      response.end(`path\tbytes\tsha256\tlicence\tsource\ndeep/model.gfc\t${CONTENT.length}\t${sha}\tfree\tsomewhere\n`),
    );
  const mirror = () => `${server.origin}/pack`;
  const asked = () => server.requests.map(({ url }) => url);

  it("downloads what it may fetch, keeps its record, and then needs no network", async () => {
    good("/publisher/model.gfc");
    const [fetched] = await find({ fetch: true });
    expect(await readFile(fetched!.path)).toEqual(CONTENT);
    expect((await readdir(join(cache, "gravity"))).sort()).toEqual(["model.gfc", "model.gfc.json"]);
    const [again] = await find({ offline: true });
    expect(again).toEqual(fetched);
    expect(again?.record).toMatchObject({
      sha256: sha256(CONTENT),
      license: "CC-BY-4.0",
      source_url: `${server.origin}/publisher/model.gfc`,
    });
    expect(asked()).toEqual(["/publisher/model.gfc"]);
  });

  it("asks no publisher unless it may fetch", async () => {
    good("/publisher/model.gfc");
    await expect(find({})).rejects.toMatchObject({ code: "GAM_SOURCE_UNAVAILABLE" });
    expect(asked()).toEqual([]);
  });

  it("takes the file from a mirror by its manifest, before the publisher", async () => {
    manifest(sha256(CONTENT));
    good("/pack/deep/model.gfc");
    const [found] = await find({ mirror: mirror(), fetch: true });
    expect(await readFile(found!.path)).toEqual(CONTENT);
    expect(asked()).toEqual(["/pack/MANIFEST.tsv", "/pack/deep/model.gfc"]);
  });

  it("takes the file from a known place of a mirror without a manifest", async () => {
    good("/pack/raw/gravity/model.gfc");
    await find({ mirror: mirror() });
    expect(asked().at(-1)).toBe("/pack/raw/gravity/model.gfc");
  });

  it("goes on to the publisher when the mirror lacks the file, only if it may", async () => {
    good("/publisher/model.gfc");
    await expect(find({ mirror: mirror() })).rejects.toThrow(/mirror 127\.0\.0\.1:\d+ \(model\.gfc: could not be downloaded.*status 404/);
    await find({ mirror: mirror(), fetch: true });
    expect(asked().at(-1)).toBe("/publisher/model.gfc");
  });

  it("refuses a mirror's file that is not what its manifest says", async () => {
    manifest(sha256(Buffer.from("other")));
    good("/pack/deep/model.gfc");
    await expect(find({ mirror: mirror(), fetch: true })).rejects.toMatchObject({ code: "GAM_INPUT_CORRUPT", place: "sha256" });
    expect(await readdir(join(cache, "gravity"))).toEqual([]);
  });

  it("refuses the publisher's file if the registry knows another checksum", async () => {
    good("/publisher/model.gfc");
    await expect(find({ fetch: true }, { sha256: sha256(Buffer.from("other")) })).rejects.toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      exitCode: 7,
    });
    expect(await readdir(join(cache, "gravity"))).toEqual([]);
  });

  it("reaches no private address unless it is told to", async () => {
    good("/publisher/model.gfc");
    await expect(find({ fetch: true, allowPrivateAddresses: false })).rejects.toThrow(/not a public address/);
    expect(asked()).toEqual([]);
  });
});
