import { describe, expect, it } from "vitest";
import { inline, local } from "../src/index.js";
import { execute, fakeHost, graphOf, ids } from "./graph.js";

const diamond = graphOf(
  { id: "a" },
  { id: "b", dependsOn: ["a"] },
  { id: "c", dependsOn: ["a"] },
  { id: "d", dependsOn: ["b"], prefers: ["c"] },
);
const tiles = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `t${String(i).padStart(2, "0")}`, batch: "band" }));

describe.each([
  ["local", local],
  ["inline", inline],
])("the %s executor", (_, plugin) => {
  it("runs a task once all it needs is settled", async () => {
    const host = fakeHost(() => "commits");
    const events = await execute(plugin, diamond, host);
    expect(ids(events, "committed").at(0)).toBe("a");
    expect(ids(events, "committed").at(-1)).toBe("d");
    expect(ids(events, "committed")).toHaveLength(4);
  });

  it("goes on without a preferred task that failed, and skips what depends on a failed one", async () => {
    const without = await execute(
      plugin,
      diamond,
      fakeHost((id) => (id === "c" ? "fails" : "commits")),
    );
    expect(ids(without, "committed")).toEqual(["a", "b", "d"]);
    const blocked = await execute(
      plugin,
      diamond,
      fakeHost((id) => (id === "b" ? "fails" : "commits")),
    );
    expect(blocked.filter(({ type }) => type === "skipped")).toEqual([{ type: "skipped", task: "d", reason: "dependency-failed" }]);
    expect(ids(blocked, "failed")).toEqual(["b"]);
  });

  it("runs nothing that is committed", async () => {
    const host = fakeHost(() => "commits", ["a", "b"]);
    const events = await execute(plugin, diamond, host);
    expect(ids(events, "skipped")).toEqual(["a", "b"]);
    expect(ids(events, "committed")).toEqual(["c", "d"]);
  });

  it("starts nothing new after a failure if told not to go on", async () => {
    const graph = graphOf({ id: "a" }, { id: "b", dependsOn: ["a"] }, { id: "c", prefers: ["a"] });
    const events = await execute(
      plugin,
      graph,
      fakeHost(() => "fails"),
      { keepGoing: false },
    );
    expect(ids(events, "started")).toEqual(["a"]);
  });

  it("shares out the tasks that have a batch among shards, each to one, and leaves the rest of the graph to the last", async () => {
    const graph = graphOf({ id: "prepare" }, ...tiles(10).map((tile) => ({ ...tile, dependsOn: ["prepare"] })), {
      id: "reduce",
      prefers: tiles(10).map(({ id }) => id),
    });
    const done: string[] = [];
    for (const index of [0, 1, 2]) {
      const events = await execute(
        plugin,
        graph,
        fakeHost(() => "commits"),
        {},
        { index, count: 3 },
      );
      done.push(...ids(events, "committed").filter((id) => id.startsWith("t")));
      expect(ids(events, "committed")).not.toContain("reduce");
    }
    expect(done.sort()).toEqual(tiles(10).map(({ id }) => id));
  });
});

describe("the local executor", () => {
  it("hands out tiles in batches that get smaller towards the end, and all threads to a heavy task", async () => {
    const host = fakeHost(() => "commits");
    await execute(local, graphOf({ id: "heavy", threads: 256 }, ...tiles(24)), host, { workers: 2 });
    expect(host.batches.find(({ ids }) => ids[0] === "heavy")?.threads).toBe(4);
    const others = host.batches.filter(({ ids }) => ids[0] !== "heavy");
    expect(others.map(({ ids, threads }) => [ids.length, threads])).toEqual([
      [12, 2],
      [6, 2],
      [6, 2],
    ]);
    expect(others.flatMap(({ ids }) => ids)).toEqual(tiles(24).map(({ id }) => id));
    expect(host.most).toBe(2);
  });

  it("lets a task wait that does not fit into the memory budget with those that run, but never for ever", async () => {
    const graph = graphOf({ id: "a", memoryBytes: 300e6 }, { id: "b", memoryBytes: 300e6 }, { id: "c", memoryBytes: 9e9 });
    const host = fakeHost(() => "commits");
    const events = await execute(local, graph, host, { workers: 3, memoryMegabytes: 500 });
    expect(host.most).toBe(1);
    expect(ids(events, "committed")).toHaveLength(3);
  });

  it("tries the suspect of a lost worker again, and the others of its batch one by one", async () => {
    const host = fakeHost((id, attempt) => (id === "t01" && attempt === 1 ? "kills its worker" : "commits"));
    const events = await execute(local, graphOf(...tiles(4)), host, { workers: 1 });
    expect(ids(events, "committed").sort()).toEqual(["t00", "t01", "t02", "t03"]);
    expect(events.filter(({ type }) => type === "retrying")).toEqual([{ type: "retrying", task: "t01", reason: "crashed", attempt: 2 }]);
    expect(host.batches.slice(1).every((batch) => batch.ids.length === 1)).toBe(true);
    expect(host.workers).toBe(2);
  });

  it("gives up a task that loses its worker every time, and only that", async () => {
    const host = fakeHost((id) => (id === "t02" ? "kills its worker" : "commits"));
    const events = await execute(local, graphOf(...tiles(4)), host, { workers: 2, attempts: 3 });
    expect(events.filter(({ type }) => type === "failed")).toMatchObject([
      { task: "t02", code: "GAM_RESOURCE", attempts: 3, message: "t02 crashed: the worker was ended by SIGKILL" },
    ]);
    expect(ids(events, "committed")).toHaveLength(3);
  });

  it("replaces a worker that gives no sign of life", async () => {
    const host = fakeHost((id, attempt) => (id === "t00" && attempt === 1 ? "says nothing" : "commits"));
    const events = await execute(local, graphOf(...tiles(2)), host, { workers: 1, stallSeconds: 0.2 });
    expect(events.filter(({ type }) => type === "retrying")).toMatchObject([{ task: "t00", reason: "stalled" }]);
    expect(ids(events, "committed").sort()).toEqual(["t00", "t01"]);
  });

  it("ends when the run is cancelled", async () => {
    const abort = new AbortController();
    const host = fakeHost((id) => {
      if (id === "t00") abort.abort();
      return "commits";
    });
    const graph = graphOf(...tiles(1), { id: "later", dependsOn: ["t00"] });
    const started: string[] = [];
    for await (const event of local.execute({ graph, threads: 1, options: {}, signal: abort.signal }, host)) {
      if (event.type === "started") started.push(event.task);
    }
    expect(started).toEqual(["t00"]);
  });
});
