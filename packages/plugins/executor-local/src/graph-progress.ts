import type { ExecutionRequest, ExecutorHost, Task, TaskEvent } from "@geoanomaly/core";

type Settlement = "done" | "failed" | "left-out";

const needs = (task: Task): readonly string[] => [...task.dependsOn, ...(task.prefers ?? [])];

/** Which tasks of a graph are settled, and which may therefore run. Knows nothing of processes. */
export class GraphProgress {
  private readonly settled = new Map<string, Settlement>();
  /** Not yet ready tasks with the number of needs that are not settled. */
  private readonly open: Map<string, number>;
  private readonly tasks: ReadonlyMap<string, Task>;
  private readonly dependents = new Map<string, Task[]>();
  private readonly shardOf: (task: Task) => boolean;

  constructor(
    { graph, shard }: Pick<ExecutionRequest, "graph" | "shard">,
    private readonly host: Pick<ExecutorHost, "committed">,
    private readonly emit: (event: TaskEvent) => void,
  ) {
    this.tasks = new Map(graph.tasks.map((task) => [task.id, task]));
    this.open = new Map(graph.tasks.map((task) => [task.id, needs(task).length]));
    for (const task of graph.tasks) {
      for (const id of needs(task)) this.dependents.set(id, [...(this.dependents.get(id) ?? []), task]);
    }
    const shardable = graph.tasks.filter(({ batch }) => batch !== undefined).map(({ id }) => id);
    const place = new Map(shardable.map((id, index) => [id, index]));
    this.shardOf = ({ id }) => shard === undefined || !place.has(id) || (place.get(id) ?? 0) % shard.count === shard.index;
  }

  /** Tasks that need nothing: where it all begins. */
  async start(): Promise<Task[]> {
    const roots = [...this.tasks.values()].filter((task) => needs(task).length === 0);
    return this.admit(roots);
  }

  isSettled(id: string): boolean {
    return this.settled.has(id);
  }

  /** Notes how a task ended. @returns Tasks that may run now. */
  async settle(id: string, how: "done" | "failed"): Promise<Task[]> {
    return this.admit(this.close(id, how));
  }

  /** @returns Dependents that wait for nothing any more. */
  private close(id: string, how: Settlement): Task[] {
    if (this.settled.has(id)) return [];
    this.settled.set(id, how);
    const freed: Task[] = [];
    for (const dependent of this.dependents.get(id) ?? []) {
      const left = (this.open.get(dependent.id) ?? 0) - 1;
      this.open.set(dependent.id, left);
      if (left === 0) freed.push(dependent);
    }
    return freed;
  }

  /** Skips what is done or cannot run, and what that frees in turn. @returns The rest. */
  private async admit(candidates: readonly Task[]): Promise<Task[]> {
    const ready: Task[] = [];
    const queue = [...candidates];
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      const without = needs(task).map((id) => this.settled.get(id));
      const required = task.dependsOn.map((id) => this.settled.get(id));
      if (required.includes("failed")) {
        this.emit({ type: "skipped", task: task.id, reason: "dependency-failed" });
        queue.push(...this.close(task.id, "failed"));
      } else if (without.includes("left-out")) {
        this.emit({ type: "skipped", task: task.id, reason: "other-shard" });
        queue.push(...this.close(task.id, "left-out"));
      } else if ((await this.host.committed(task)) !== undefined) {
        this.emit({ type: "skipped", task: task.id, reason: "already-committed" });
        queue.push(...this.close(task.id, "done"));
      } else if (!this.shardOf(task)) {
        this.emit({ type: "skipped", task: task.id, reason: "other-shard" });
        queue.push(...this.close(task.id, "left-out"));
      } else {
        ready.push(task);
      }
    }
    return ready;
  }
}
