import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { DatasetFile, ModalityPlugin, PluginContext, SourcePolicy } from "@geoanomaly/core";
import { resolveSources } from "@geoanomaly/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const CONTENT = "gravity of a place\n";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const file: DatasetFile = {
  filename: "model.gfc",
  urls: ["https://publisher.example/model.gfc"],
  license: "CC-BY-4.0",
  citation: "Author 2014",
};

function modality(datasetFile: DatasetFile, embedded = false): ModalityPlugin {
  return {
    kind: "modality",
    id: "gravity",
    layer: "grav",
    version: "1",
    quantity: { functional: "gravity-disturbance", unit: "mGal" },
    datasets: [{ id: "model", title: "A model", files: [datasetFile], embedded }],
    options: {},
    async materialise(_request, folder) {
      await put(join(folder, "made.txt"), CONTENT);
      const record = { source_url: "generated:test", filename: "made.txt", sha256: sha256(CONTENT), size_bytes: CONTENT.length };
      return [
        {
          path: join(folder, "made.txt"),
          record: { ...record, acquired_at_iso: "2020-01-01T00:00:00Z", license: "CC0", citation: "none" },
        },
      ];
    },
    fetch: () => Promise.reject(new Error("not part of this test")),
    defaultStages: () => [],
  };
}

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

const context = { logger: { log() {} }, signal: new AbortController().signal, progress() {} } as unknown as PluginContext;

describe("resolveSources", () => {
  let root = "";
  let policy: SourcePolicy;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "gam-sources-"));
    policy = { mirror: join(root, "mirror"), cache: join(root, "cache"), fetch: false, offline: true, allowPrivateAddresses: false };
    await mkdir(join(root, "mirror"));
  });
  afterEach(() => rm(root, { recursive: true }));

  const resolveModel = (datasetFile = file, options: Partial<SourcePolicy> = {}) =>
    resolveSources(modality(datasetFile), { dataset: "model", options: {} }, { ...policy, ...options }, context);
  const manifest = (line: string) => put(join(root, "mirror", "MANIFEST.tsv"), `path\tbytes\tsha256\tlicence\tsource\n${line}\n`);

  it("uses a file of a mirror's manifest in place, with the registry's licence and citation", async () => {
    await put(join(root, "mirror/deep/model.gfc"), CONTENT);
    await manifest(`deep/model.gfc\t${CONTENT.length}\t${sha256(CONTENT)}\tfree\tsomewhere`);
    const [found] = await resolveModel();
    expect(found?.path).toBe(join(root, "mirror/deep/model.gfc"));
    expect(found?.record).toMatchObject({
      source_url: "https://publisher.example/model.gfc",
      sha256: sha256(CONTENT),
      size_bytes: CONTENT.length,
      license: "CC-BY-4.0",
      citation: "Author 2014",
    });
  });

  it.each(["model.gfc", "gravity/model.gfc", "data/raw/gravity/model.gfc"])("finds %s in a mirror without a manifest", async (place) => {
    await put(join(root, "mirror", place), CONTENT);
    expect((await resolveModel())[0]?.path).toBe(join(root, "mirror", place));
  });

  it("does not search a mirror beyond the known places", async () => {
    await put(join(root, "mirror/elsewhere/model.gfc"), CONTENT);
    await expect(resolveModel()).rejects.toMatchObject({ code: "GAM_SOURCE_UNAVAILABLE" });
  });

  it("prefers the cache to the mirror, and believes its record only if the content agrees", async () => {
    await put(join(root, "mirror/model.gfc"), CONTENT);
    const cached = join(root, "cache/gravity/model.gfc");
    await put(cached, CONTENT);
    expect((await resolveModel())[0]?.path).toBe(cached);

    const record = { source_url: "x", filename: "model.gfc", sha256: sha256("other"), size_bytes: CONTENT.length };
    await put(`${cached}.json`, JSON.stringify({ ...record, acquired_at_iso: "2020-01-01T00:00:00Z", license: "a", citation: "b" }));
    await expect(resolveModel()).rejects.toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      path: cached,
      place: "sha256",
      found: sha256(CONTENT),
    });
  });

  it("keeps EMAG2 inputs in the folder of that name", async () => {
    await put(join(root, "cache/emag2/model.gfc"), CONTENT);
    const magnetic = { ...modality(file), id: "magnetic" };
    const [found] = await resolveSources(magnetic, { dataset: "model", options: {} }, policy, context);
    expect(found?.path).toBe(join(root, "cache/emag2/model.gfc"));
  });

  it("refuses a mirrored file that differs from the manifest, naming expected and found", async () => {
    await put(join(root, "mirror/model.gfc"), CONTENT);
    await manifest(`model.gfc\t${CONTENT.length}\t${sha256("other")}\tfree\tsomewhere`);
    await expect(resolveModel()).rejects.toThrow(`model.gfc: sha256: expected ${sha256("other")} (MANIFEST.tsv), found ${sha256(CONTENT)}`);
    await manifest(`model.gfc\t${CONTENT.length + 1}\t${sha256(CONTENT)}\tfree\tsomewhere`);
    await expect(resolveModel()).rejects.toThrow(/size: expected 20 bytes .* found 19 bytes/);
  });

  it("refuses a mirrored file that differs from the registry", async () => {
    await put(join(root, "mirror/model.gfc"), CONTENT);
    await expect(resolveModel({ ...file, sha256: sha256("published") })).rejects.toThrow(/registry/);
  });

  it("tells two files of one name apart by the registry's checksum, and refuses to guess without one", async () => {
    await put(join(root, "mirror/a/model.gfc"), "first\n");
    await put(join(root, "mirror/b/model.gfc"), "other\n");
    await manifest(`a/model.gfc\t6\t${sha256("first\n")}\tfree\ts\nb/model.gfc\t6\t${sha256("other\n")}\tfree\ts`);
    expect((await resolveModel({ ...file, sha256: sha256("other\n") }))[0]?.path).toBe(join(root, "mirror/b/model.gfc"));
    await expect(resolveModel()).rejects.toMatchObject({ code: "GAM_INPUT_CORRUPT" });
  });

  it.each([
    ["../secret", "12"],
    ["/etc/passwd", "12"],
    ["a/../../b", "12"],
    ["model.gfc", "many"],
  ])("refuses the manifest line %s %s", async (path, bytes) => {
    await manifest(`${path}\t${bytes}\t${sha256(CONTENT)}\tfree\ts`);
    await expect(resolveModel()).rejects.toMatchObject({ code: "GAM_INPUT_CORRUPT", place: "line 2" });
  });

  it("recognises an error page under the name of a grid", async () => {
    await put(join(root, "mirror/grid.tif"), "<!DOCTYPE html><html><title>Not here</title></html>");
    await expect(resolveModel({ ...file, filename: "grid.tif" })).rejects.toThrow(
      /byte 0: expected a TIFF, found an HTML page titled "Not here"/,
    );
  });

  it("says where it looked and which command gets the file", async () => {
    await expect(resolveModel(file, { offline: false })).rejects.toMatchObject({
      code: "GAM_SOURCE_UNAVAILABLE",
      exitCode: 5,
      message: expect.stringMatching(/model\.gfc: .*cache .*gravity; mirror .*gam fetch gravity model/),
    });
  });

  it("asks no mirror in the network when offline", async () => {
    const error = await resolveModel(file, { mirror: "https://mirror.example/pack", fetch: true }).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(/mirror mirror\.example \(not asked: offline\)/);
  });

  it("refuses a registry file name that leaves the folder", async () => {
    await expect(resolveModel({ ...file, filename: "../model.gfc" })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });

  it("gives the same record content after the file was touched", async () => {
    const path = join(root, "mirror/model.gfc");
    await put(path, CONTENT);
    const [before] = await resolveModel();
    await utimes(path, new Date(0), new Date(0));
    const [after] = await resolveModel();
    expect(after?.record.sha256).toBe(before?.record.sha256);
  });

  it("materialises an embedded dataset into the cache", async () => {
    const [found] = await resolveSources(modality(file, true), { dataset: "model", options: {} }, policy, context);
    expect(found?.path).toBe(join(root, "cache/gravity/made.txt"));
    expect(await readFile(found!.path, "utf8")).toBe(CONTENT);
  });

  it("names the datasets it knows for one it does not", async () => {
    await expect(resolveSources(modality(file), { dataset: "modle", options: {} }, policy, context)).rejects.toThrow(
      "gravity: dataset: expected one of model, file, found modle",
    );
  });

  describe("dataset file", () => {
    const resolveFile = (path: string | undefined, options: Record<string, unknown> = {}) =>
      resolveSources(modality(file), { dataset: "file", options, ...(path === undefined ? {} : { path }) }, policy, context);

    it("takes what the options say of the origin, and unknown for the rest", async () => {
      const path = join(root, "own.txt");
      await put(path, CONTENT);
      await symlink(path, join(root, "link.txt"));
      const [found] = await resolveFile(join(root, "link.txt"), { license: "CC0" });
      expect(found?.record).toMatchObject({ filename: "link.txt", license: "CC0", citation: "unknown", source_url: "file:link.txt" });
    });

    it("checks a checksum given in the options", async () => {
      await put(join(root, "own.txt"), CONTENT);
      await expect(resolveFile(join(root, "own.txt"), { sha256: sha256("other") })).rejects.toMatchObject({ code: "GAM_INPUT_CORRUPT" });
    });

    it("names a file that is not there, and a missing path", async () => {
      await expect(resolveFile(join(root, "none.txt"))).rejects.toMatchObject({ code: "GAM_INPUT_UNREADABLE" });
      await expect(resolveFile(undefined)).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    });
  });
});
