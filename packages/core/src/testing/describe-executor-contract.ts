import { describe, expect, it } from "vitest";
import type { ExecutionRequest, ExecutorPlugin } from "../contracts/executor.js";
import type { TaskEvent } from "../contracts/task.js";
import { expectPluginIdentity } from "./contract-checks.js";
import { FakeRun, sampleGraph } from "./fake-run.js";

export interface ExecutorContract {
  /** The `execution` section of a configuration, as the host passes it. */
  readonly options?: Readonly<Record<string, unknown>>;
}

const defaults = { executor: "local", taskTimeLimitSeconds: 60, stallSeconds: 30, attempts: 2, keepGoing: true, force: false };

/** What every executor owes: order, isolation of failures, thread budget, shards, resume, abort. */
export function describeExecutorContract(executor: ExecutorPlugin, { options = {} }: ExecutorContract = {}): void {
  async function execute(run: FakeRun, request: Partial<ExecutionRequest> = {}): Promise<TaskEvent[]> {
    const events: TaskEvent[] = [];
    const signal = request.signal ?? new AbortController().signal;
    const all = executor.execute({ graph: run.graph, threads: 2, options: { ...defaults, ...options }, signal, ...request }, run);
    for await (const event of all) events.push(event);
    return events;
  }
  const of = <T extends TaskEvent["type"]>(events: readonly TaskEvent[], type: T) =>
    events.filter((event): event is Extract<TaskEvent, { type: T }> => event.type === type);
  const ids = (events: readonly { readonly task: string }[]) => events.map(({ task }) => task).sort();
  const all = sampleGraph()
    .tasks.map(({ id }) => id)
    .sort();

  describe(`executor ${executor.id} keeps the contract`, () => {
    it("has an id", () => expectPluginIdentity(executor));

    it("runs every task once, each after what it needs or prefers", async () => {
      const run = new FakeRun(sampleGraph());
      expect(ids(of(await execute(run), "committed"))).toEqual(all);
      for (const { id, dependsOn, prefers = [] } of run.graph.tasks) {
        for (const needed of [...dependsOn, ...prefers])
          expect(run.started.indexOf(needed), `${id} after ${needed}`).toBeLessThan(run.started.indexOf(id));
      }
    });

    it("keeps to the thread budget", async () => {
      for (const threads of [1, 2, 3]) {
        const run = new FakeRun(sampleGraph());
        await execute(run, { threads });
        expect(run.peakThreads).toBeLessThanOrEqual(threads);
      }
    });

    it("goes on without a failed tile", async () => {
      const run = new FakeRun(sampleGraph(), new Set(["tile:3"]));
      const events = await execute(run);
      expect(ids(of(events, "failed"))).toEqual(["tile:3"]);
      expect(ids(of(events, "committed"))).toEqual(all.filter((id) => id !== "tile:3"));
    });

    it("skips, and says so, what needs a task that failed", async () => {
      const run = new FakeRun(sampleGraph(), new Set(["fuse"]));
      const events = await execute(run);
      const blocked = of(events, "skipped").filter(({ reason }) => reason === "dependency-failed");
      expect(ids(blocked)).toEqual(all.filter((id) => id.startsWith("tile:") || id === "catalogue"));
    });

    it("does not run what is committed", async () => {
      const run = new FakeRun(sampleGraph());
      for (const task of run.graph.tasks) run.markDone(task);
      const events = await execute(run);
      expect(run.started).toEqual([]);
      expect(ids(of(events, "skipped"))).toEqual(all);
      expect(of(events, "skipped").every(({ reason }) => reason === "already-committed")).toBe(true);
    });

    it("shares tiles out so that each is in one shard", async () => {
      const tiles: string[] = [];
      for (const index of [0, 1, 2]) {
        const run = new FakeRun(sampleGraph());
        await execute(run, { shard: { index, count: 3 } });
        tiles.push(...run.started.filter((id) => id.startsWith("tile:")));
      }
      expect(tiles.sort()).toEqual(all.filter((id) => id.startsWith("tile:")));
    });

    it("ends soon after it is aborted, without an error", async () => {
      const abort = new AbortController();
      const run = new FakeRun(sampleGraph(200), new Set(), 5);
      setTimeout(() => abort.abort(new Error("aborted by the contract kit")), 40);
      const started = performance.now();
      await execute(run, { signal: abort.signal });
      expect(performance.now() - started).toBeLessThan(2000);
      expect(run.started.length).toBeLessThan(run.graph.tasks.length);
    });
  });
}
