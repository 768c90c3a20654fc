import type { Logger } from "../contracts/context.js";
import type { TaskEvent, TaskGraph } from "../contracts/task.js";

/** Logs what happens to tasks, with their stage, the tile if they are of one, and durations. Progress is not logged. */
export function logTaskEvents(graph: TaskGraph, logger: Logger): (event: TaskEvent) => void {
  const tasks = new Map(graph.tasks.map((task) => [task.id, task]));
  return (event) => {
    const tile = /t_[NS]\d{2}_[EW]\d{3}/.exec(event.task)?.[0];
    const fields = { stage: tasks.get(event.task)?.stage, task: event.task, ...(tile === undefined ? {} : { tile_id: tile }) };
    switch (event.type) {
      case "started":
        logger.log("debug", "started", { ...fields, worker: event.worker });
        break;
      case "committed":
        logger.log("info", "committed", { ...fields, duration_ms: event.durationMs, bytes: event.bytes });
        break;
      case "skipped":
        logger.log(event.reason === "dependency-failed" ? "warn" : "debug", `skipped: ${event.reason}`, fields);
        break;
      case "retrying":
        logger.log("warn", `${event.reason}, trying again`, { ...fields, attempt: event.attempt });
        break;
      case "failed":
        logger.log("error", `${event.code}: ${event.message}`, { ...fields, attempts: event.attempts });
        break;
    }
  };
}
