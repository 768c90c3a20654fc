import { type Context, context, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import type { TaskEvent, TaskGraph } from "../contracts/task.js";

export interface TaskSpans {
  observe(event: TaskEvent): void;
  /** Ends what is still open, the run's own span last. */
  end(): void;
}

/**
 * OpenTelemetry spans: one for the run, one below it for each task that was started. Only the API is used: without an SDK, which
 * whoever embeds GAM sets up, all this does nothing.
 */
export function traceTasks(name: string, graph: TaskGraph): TaskSpans {
  const tracer = trace.getTracer("geoanomaly");
  const root = tracer.startSpan(`run ${name}`, { attributes: { "gam.tasks": graph.tasks.length } });
  const parent: Context = trace.setSpan(context.active(), root);
  const stages = new Map(graph.tasks.map(({ id, stage }) => [id, stage]));
  const open = new Map<string, Span>();

  const close = (task: string) => {
    open.get(task)?.end();
    open.delete(task);
  };
  return {
    observe: (event) => {
      if (event.type === "started") {
        close(event.task);
        open.set(
          event.task,
          tracer.startSpan(
            event.task,
            { attributes: { "gam.stage": stages.get(event.task) ?? "unknown", "gam.worker": event.worker } },
            parent,
          ),
        );
      } else if (event.type === "committed") {
        open.get(event.task)?.setAttribute("gam.output_bytes", event.bytes);
        close(event.task);
      } else if (event.type === "failed") {
        open.get(event.task)?.setStatus({ code: SpanStatusCode.ERROR, message: event.message });
        close(event.task);
      } else if (event.type === "retrying") {
        open.get(event.task)?.addEvent(event.reason, { "gam.attempt": event.attempt });
      }
    },
    end: () => {
      for (const task of [...open.keys()]) close(task);
      root.end();
    },
  };
}
