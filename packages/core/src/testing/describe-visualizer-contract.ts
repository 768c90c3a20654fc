import { describe, expect, it } from "vitest";
import type { RegionProduct } from "../contracts/region-product.js";
import type { RunProduct, TileProduct, VisualizerPlugin } from "../contracts/visualizer.js";
import { expectAccepts, expectPluginIdentity, expectRefusesUnknownKey, rejectsSoonAfter, sameBits } from "./contract-checks.js";
import { MemoryFolder } from "./memory-folder.js";
import { sampleRegionProduct } from "./region-sample.js";
import { sampleRunProduct, sampleTileProduct } from "./sample-product.js";
import { type TestContextOptions, testContext } from "./test-context.js";

export interface VisualizerContract {
  readonly options?: Readonly<Record<string, unknown>>;
  /** Products to draw, one for each scope. Default: {@link sampleTileProduct}, {@link sampleRunProduct}, {@link sampleRegionProduct}. */
  readonly products?: readonly (TileProduct | RunProduct | RegionProduct)[];
  /** Files that earlier tasks have written, for a visualizer that builds on them. */
  readonly folder?: () => Promise<MemoryFolder>;
  readonly context?: TestContextOptions;
}

const SAMPLES = { tile: sampleTileProduct, run: sampleRunProduct, region: sampleRegionProduct } as const;

/** What every visualizer owes: it writes what it says, the same bytes each time, and finds damage in its own files. */
export function describeVisualizerContract(visualizer: VisualizerPlugin, contract: VisualizerContract = {}): void {
  const { options = {}, context: contextOptions = {}, folder: makeFolder = async () => new MemoryFolder() } = contract;
  const products = contract.products ?? visualizer.scopes.map((scope) => SAMPLES[scope]());

  async function render(product: TileProduct | RunProduct | RegionProduct) {
    const folder = await makeFolder();
    const before = new Set(folder.files.keys());
    const produced = await visualizer.render(product, folder, options, await testContext(contextOptions));
    const written = [...folder.files.keys()].filter((path) => !before.has(path));
    return { folder, produced, written };
  }

  describe(`visualizer ${visualizer.id} keeps the contract`, () => {
    it("has an id, a version, scopes and an option schema that knows its keys", () => {
      expectPluginIdentity(visualizer);
      expect(visualizer.scopes.length).toBeGreaterThan(0);
      expectAccepts(visualizer.options, options);
      expectRefusesUnknownKey(visualizer.options, options);
    });

    describe.each(products)("for a $scope", (product) => {
      it("writes exactly the files it returns, below the folder, none empty", async () => {
        const { folder, produced, written } = await render(product);
        expect(produced.map(({ path }) => path).sort()).toEqual(written.sort());
        for (const { path, mediaType } of produced) {
          expect(path).not.toMatch(/^\/|\\|(^|\/)\.\.(\/|$)/);
          expect(mediaType).toMatch(/^[a-z]+\/\S/);
          expect(folder.files.get(path)?.length ?? 0).toBeGreaterThan(0);
        }
      });

      it("writes the same bytes each time, and leaves the product as it was", async () => {
        const values = product.layers.map(({ grid }) => grid.values.slice());
        const [first, second] = [await render(product), await render(product)];
        for (const [path, bytes] of first.folder.files) {
          expect(Buffer.compare(bytes, second.folder.files.get(path) ?? new Uint8Array()), path).toBe(0);
        }
        for (const [index, { grid }] of product.layers.entries()) expect(sameBits(grid.values, values[index]!)).toBe(true);
      });

      it("stops when aborted", async () => {
        const abort = new AbortController();
        const context = await testContext({ ...contextOptions, signal: abort.signal });
        const folder = await makeFolder();
        const call = () => visualizer.render(product, folder, options, context);
        expect(await rejectsSoonAfter(abort, call), "rejects within 250 ms").toBe(true);
      });

      it.runIf(visualizer.verify !== undefined)(
        "finds nothing wrong with its own files, and damage in cut ones, without throwing",
        async () => {
          const { folder, written } = await render(product);
          const context = await testContext(contextOptions);
          const sound = await visualizer.verify!(written, folder, context);
          expect(sound.findings.filter(({ severity }) => severity === "error")).toEqual([]);
          for (const [path, bytes] of [...folder.files]) folder.files.set(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
          const damaged = await visualizer.verify!(written, folder, context);
          expect(damaged.findings.some(({ severity }) => severity === "error")).toBe(true);
        },
      );
    });
  });
}
