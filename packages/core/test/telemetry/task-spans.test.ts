import { traceTasks } from "@geoanomaly/core/telemetry";
import { sampleGraph } from "@geoanomaly/core/testing";
import { type Span, type SpanOptions, trace } from "@opentelemetry/api";
import { afterEach, expect, it } from "vitest";

afterEach(() => trace.disable());

/** Takes the place of an SDK: remembers spans that were started and ended. */
function recordSpans() {
  const started: { name: string; options: SpanOptions | undefined; ended: boolean; status?: unknown }[] = [];
  trace.setGlobalTracerProvider({
    getTracer: () =>
      ({
        startSpan: (name: string, options?: SpanOptions) => {
          const record: (typeof started)[number] = { name, options, ended: false };
          started.push(record);
          return {
            spanContext: () => ({ traceId: "1".repeat(32), spanId: "1".repeat(16), traceFlags: 1 }),
            setAttribute() {
              return this;
            },
            addEvent() {
              return this;
            },
            setStatus(status: unknown) {
              record.status = status;
              return this;
            },
            end: () => {
              record.ended = true;
            },
          } as unknown as Span;
        },
      }) as never,
  });
  return started;
}

it("opens a span for the run and one for each task, and ends them all", () => {
  const spans = recordSpans();
  const tracing = traceTasks("job", sampleGraph(2));
  tracing.observe({ type: "started", task: "fuse", worker: 7 });
  tracing.observe({ type: "committed", task: "fuse", durationMs: 1, bytes: 2 });
  tracing.observe({ type: "started", task: "tile:0", worker: 7 });
  tracing.observe({ type: "failed", task: "tile:0", code: "X", message: "broken", attempts: 1 });
  tracing.observe({ type: "started", task: "tile:1", worker: 7 });
  expect(spans.map(({ name, ended }) => [name, ended])).toEqual([
    ["run job", false],
    ["fuse", true],
    ["tile:0", true],
    ["tile:1", false],
  ]);
  expect(spans[2]?.status).toEqual({ code: 2, message: "broken" });
  expect(spans[1]?.options?.attributes).toEqual({ "gam.stage": "resample", "gam.worker": 7 });
  tracing.end();
  expect(spans.every(({ ended }) => ended)).toBe(true);
});

it("does nothing, and does not fail, without an SDK", () => {
  const tracing = traceTasks("job", sampleGraph(1));
  tracing.observe({ type: "started", task: "fuse", worker: 1 });
  expect(() => tracing.end()).not.toThrow();
});
