import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TaskGraph } from "@geoanomaly/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConfigurationInput } from "../../src/configuration/schema.js";
import { canonicalJson, sha256 } from "../../src/pipeline/canonical-json.js";
import { fakeHost } from "./fixture/fake-host.js";
import { fakeConfiguration, planFake } from "./fixture/job.js";

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "gam-plan-"));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const graphWith = async (changes: Partial<ConfigurationInput> = {}, folder = "out"): Promise<TaskGraph> =>
  (await planFake({ configuration: fakeConfiguration(join(base, folder), changes), inputs: base })).graph;

const hashes = ({ tasks }: TaskGraph): Record<string, string> => Object.fromEntries(tasks.map(({ id, hash }) => [id, hash]));

/** Ids of the tasks whose hash differs. */
async function changedBy(changes: Partial<ConfigurationInput>): Promise<string[]> {
  const [before, after] = [hashes(await graphWith()), hashes(await graphWith(changes))];
  return Object.keys(before).filter((id) => before[id] !== after[id]);
}

const seed = { dataset: "seed" };

describe("the task graph", () => {
  it("is the same JSON, byte for byte, whatever the order of keys, the folder, threads and workers", async () => {
    const one = await graphWith();
    const other = await graphWith(
      { modalities: { gravity: seed, magnetic: seed }, execution: { threads: 64, workers: 9, attempts: 5 }, sources: { offline: true } },
      "elsewhere",
    );
    expect(hashes(other)).toEqual(hashes(one));
    expect(sha256(JSON.stringify(other))).toBe(sha256(JSON.stringify(one)));
  });

  it("lists each task after those it needs", async () => {
    const seen = new Set<string>();
    for (const { id, dependsOn, prefers = [] } of (await graphWith()).tasks) {
      for (const needed of [...dependsOn, ...prefers]) expect(seen).toContain(needed);
      seen.add(id);
    }
  });

  it("changes from the first task on that a parameter decides, and not before", async () => {
    const weight = await changedBy({ modalities: { magnetic: { ...seed, weight: 2 }, gravity: seed } });
    expect(weight).toContain("fuse");
    expect(weight.filter((id) => /^(prepare|normalise):/.test(id))).toEqual([]);
    const limit = await changedBy({ robust: { limit: 3 } });
    expect(limit).toEqual(expect.arrayContaining(["normalise:mag", "normalise:grav", "fuse", "tile:t_N00_E000", "catalogue"]));
    expect(limit).not.toContain("prepare:mag");
    const options = await changedBy({ modalities: { magnetic: { ...seed, options: { holes: 1 } }, gravity: seed } });
    expect(options).toContain("prepare:mag");
    expect(options).not.toContain("normalise:grav");
  });

  it("does not know of the region before the products of the whole run", async () => {
    const whole = hashes(await graphWith());
    const part = hashes(await graphWith({ region: { tiles: { include: ["t_N00_E000"] } } }));
    for (const id of ["prepare:mag", "normalise:mag", "fuse", "tile:t_N00_E000"]) expect(part[id]).toBe(whole[id]);
    for (const id of ["blob", "catalogue"]) expect(part[id]).not.toBe(whole[id]);
  });

  it("never mixes kernel sets", async () => {
    const host = fakeHost();
    const other = { ...host, kernels: { ...host.kernels, id: "another" } };
    const configuration = fakeConfiguration(join(base, "out"));
    const changed = hashes((await planFake({ configuration, inputs: base, host: other })).graph);
    const before = hashes(await graphWith());
    expect(Object.keys(before).filter((id) => before[id] === changed[id])).toEqual([]);
  });
});

describe("canonicalJson", () => {
  it("sorts keys at every level and leaves out what is undefined", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: undefined, A: true })).toBe('{"A":true,"b":[1,{"c":"x","d":null}]}');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1])("refuses %s, which JSON cannot say", (value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  });

  it("keeps every bit of a number", () => {
    for (const value of [0.1, 1 / 3, Number.MIN_VALUE, Number.MAX_VALUE, -1.5e-7]) expect(JSON.parse(canonicalJson(value))).toBe(value);
  });
});

describe("sha256", () => {
  it("agrees with the published test vector", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180-2, B.1
  });
});
