import type { CommitRecord, ExecutorHost, ExecutorPlugin, Task, TaskEvent, TaskGraph, WorkerHandle } from "@geoanomaly/core";

type Draft = Partial<Task> & { readonly id: string };

/** A task that does nothing, with defaults for what a test does not say. */
export const task = ({ id, ...rest }: Draft): Task => ({
  id,
  kind: "nothing",
  stage: "validate",
  parameters: {},
  dependsOn: [],
  sourceHashes: [],
  hash: id,
  threads: 1,
  memoryBytes: 1e6,
  ...rest,
});

export const graphOf = (...drafts: readonly Draft[]): TaskGraph => ({ tasks: drafts.map(task) });

export type Fate = "commits" | "fails" | "kills its worker" | "says nothing";

export interface FakeHost extends ExecutorHost {
  /** Batches as they were handed out: ids, and the threads they got. */
  readonly batches: { readonly ids: readonly string[]; readonly threads: number }[];
  /** Most batches that ran at once. */
  readonly most: number;
  readonly workers: number;
}

/** Workers without processes: what becomes of a task is told by `fate`, which may change from attempt to attempt. */
export function fakeHost(fate: (id: string, attempt: number) => Fate, done: readonly string[] = []): FakeHost {
  const attempts = new Map<string, number>();
  let running = 0;
  const host = {
    batches: [] as { ids: readonly string[]; threads: number }[],
    most: 0,
    workers: 0,
    logger: { log: () => {} },
    committed: async ({ id, hash }: Task): Promise<CommitRecord | undefined> =>
      done.includes(id) ? { task: id, hash, outputs: [], missing: [], facts: {} } : undefined,
    runHere: async (tasks: readonly Task[], threads: number, onEvent: (event: TaskEvent) => void) => {
      await host.run(tasks, threads, onEvent, () => {});
    },
    run: async (tasks: readonly Task[], threads: number, onEvent: (event: TaskEvent) => void, die: () => void) => {
      host.batches.push({ ids: tasks.map(({ id }) => id), threads });
      host.most = Math.max(host.most, ++running);
      try {
        for (const { id } of tasks) {
          const attempt = (attempts.get(id) ?? 0) + 1;
          attempts.set(id, attempt);
          onEvent({ type: "started", task: id, worker: 1 });
          await new Promise((resolve) => setTimeout(resolve, 1));
          const what = fate(id, attempt);
          if (what === "commits") onEvent({ type: "committed", task: id, durationMs: 1, bytes: 0 });
          if (what === "fails") onEvent({ type: "failed", task: id, code: "GAM_INPUT_CORRUPT", message: "broken", attempts: 1 });
          if (what === "kills its worker") return die();
          if (what === "says nothing") await new Promise(() => {});
        }
      } finally {
        running--;
      }
    },
    spawnWorker: async (): Promise<WorkerHandle> => {
      host.workers++;
      let die = () => {};
      const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
        die = () => resolve({ code: null, signal: "SIGKILL" });
      });
      return {
        pid: -1,
        exited,
        kill: () => die(),
        run: (tasks, threads, onEvent) => Promise.race([host.run(tasks, threads, onEvent, () => die()), exited.then(() => {})]),
      };
    },
  };
  return host;
}

/** All events of a run, in order. */
export async function execute(
  plugin: ExecutorPlugin,
  graph: TaskGraph,
  host: ExecutorHost,
  options: Readonly<Record<string, unknown>> = {},
  shard?: { readonly index: number; readonly count: number },
): Promise<TaskEvent[]> {
  const events: TaskEvent[] = [];
  const request = { graph, threads: 4, options, signal: new AbortController().signal, ...(shard ? { shard } : {}) };
  for await (const event of plugin.execute(request, host)) events.push(event);
  return events;
}

/** Ids of the tasks that ended in some way. */
export const ids = (events: readonly TaskEvent[], type: TaskEvent["type"]): string[] =>
  events.flatMap((event) => (event.type === type ? [event.task] : []));
