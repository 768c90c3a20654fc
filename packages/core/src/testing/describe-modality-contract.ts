import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ModalityPlugin, SourceFile, SourceRequest } from "../contracts/modality.js";
import type { RawData } from "../contracts/raw-data.js";
import { isGamError } from "../errors.js";
import { expectAccepts, expectPluginIdentity, expectRefusesUnknownKey, numbersIn, rejectsSoonAfter } from "./contract-checks.js";
import { type TestContextOptions, testContext } from "./test-context.js";

export interface ModalityContract {
  /** A request that the test machine can serve. */
  readonly request: SourceRequest;
  /** Its files. Default: what the modality materialises, which makes the request one of an embedded dataset. */
  readonly files?: readonly SourceFile[];
  readonly context?: TestContextOptions;
}

async function finiteSamples(data: RawData, signal: AbortSignal): Promise<number> {
  const count = (values: Iterable<number>) => {
    let finite = 0;
    for (const value of values) if (Number.isFinite(value)) finite++;
    return finite;
  };
  try {
    return count(await numbersIn(data, signal));
  } finally {
    if (data.kind === "grid") await data.grid.close();
  }
}

/** What every modality owes: datasets that say their licence, files that match their records, data with a unit. */
export function describeModalityContract(modality: ModalityPlugin, { request, files, context: options = {} }: ModalityContract): void {
  describe(`modality ${modality.id} keeps the contract`, () => {
    let folder = "";
    let sources: readonly SourceFile[] = files ?? [];
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "gam-contract-"));
      if (files === undefined) sources = await modality.materialise(request, folder, await testContext(options));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it("has an id, a layer name fit for paths, and an option schema that knows its keys", () => {
      expectPluginIdentity(modality);
      expect(modality.layer).toMatch(/^[a-z][a-z0-9_]*$/);
      expectAccepts(modality.options, request.options);
      expectRefusesUnknownKey(modality.options, request.options);
    });

    it("names licence and citation of every dataset, and an address for what is not embedded", () => {
      expect(new Set(modality.datasets.map(({ id }) => id)).size).toBe(modality.datasets.length);
      for (const dataset of modality.datasets) {
        expect(dataset.title, dataset.id).not.toBe("");
        for (const file of dataset.files) {
          expect(file.license, dataset.id).toMatch(/\S/);
          expect(file.citation, dataset.id).toMatch(/\S/);
          expect(file.filename).not.toMatch(/[/\\]|^\.+$/);
          if (file.sha256 !== undefined) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
          for (const url of file.urls) expect(url).toMatch(/^https?:\/\//);
        }
      }
    });

    it("lists the dataset asked for", () => {
      if (request.dataset !== "file") expect(modality.datasets.map(({ id }) => id)).toContain(request.dataset);
    });

    it("has files whose size and sha256 are those of their records", async () => {
      for (const { path, record } of sources) {
        const bytes = await readFile(path);
        expect(bytes.length, path).toBe(record.size_bytes);
        expect(createHash("sha256").update(bytes).digest("hex"), path).toBe(record.sha256);
        expect(record.license).toMatch(/\S/);
        expect(record.citation).toMatch(/\S/);
      }
    });

    it("reads data with finite samples", async () => {
      const context = await testContext(options);
      expect(await finiteSamples(await modality.fetch(request, sources, context), context.signal)).toBeGreaterThan(0);
    });

    it("declares the same stages each time, as plain data", () => {
      const stages = modality.defaultStages(request);
      expect(JSON.parse(JSON.stringify(stages))).toEqual(stages);
      expect(modality.defaultStages(request)).toEqual(stages);
    });

    it("refuses an option it does not know", async () => {
      const wrong = { ...request, options: { ...request.options, "no-such-option": 1 } };
      const failure = await testContext(options)
        .then((context) => modality.fetch(wrong, sources, context))
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(isGamError(failure, "GAM_PARAMETER_INVALID"), String(failure)).toBe(true);
    });

    it("stops when aborted", async () => {
      const abort = new AbortController();
      const context = await testContext({ ...options, signal: abort.signal });
      const call = async () => finiteSamples(await modality.fetch(request, sources, context), abort.signal);
      expect(await rejectsSoonAfter(abort, call), "rejects within 250 ms").toBe(true);
    });
  });
}
