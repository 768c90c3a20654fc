import { createRunMetrics } from "@geoanomaly/core/telemetry";
import { sampleGraph } from "@geoanomaly/core/testing";
import { expect, it } from "vitest";

async function textAfter(act: (metrics: ReturnType<typeof createRunMetrics>) => void): Promise<string> {
  const metrics = createRunMetrics(sampleGraph(), { version: "1.2.3", kernels: "reference-1" });
  act(metrics);
  return metrics.text();
}

it("counts tasks by kind and outcome, and never by tile", async () => {
  const text = await textAfter((metrics) => {
    metrics.observe({ type: "committed", task: "tile:0", durationMs: 500, bytes: 1000 });
    metrics.observe({ type: "committed", task: "tile:1", durationMs: 1500, bytes: 500 });
    metrics.observe({ type: "failed", task: "tile:2", code: "GAM_INTEGRITY", message: "", attempts: 1 });
    metrics.observe({ type: "skipped", task: "fuse", reason: "already-committed" });
    metrics.observe({ type: "retrying", task: "tile:3", reason: "stalled", attempt: 2 });
  });
  expect(text).toContain('gam_tasks_total{kind="tile",outcome="committed"} 2');
  expect(text).toContain('gam_tasks_total{kind="tile",outcome="failed"} 1');
  expect(text).toContain('gam_tasks_total{kind="fuse",outcome="already-committed"} 1');
  expect(text).toContain('gam_task_retries_total{reason="stalled"} 1');
  expect(text).toContain('gam_output_bytes_total{kind="tile"} 1500');
  expect(text).toContain('gam_task_duration_seconds_sum{kind="tile"} 2');
  expect(text).not.toContain("tile:");
});

it("prefixes every metric and names base units", async () => {
  const text = await textAfter((metrics) => {
    metrics.countReferenceFallback();
    metrics.finish(3.5, 3);
  });
  const names = text.match(/^# TYPE (\S+)/gm) ?? [];
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) expect(name).toMatch(/^# TYPE gam_\w+(_total|_seconds|_code|_info)$/);
  expect(text).toContain("gam_reference_kernels_total 1");
  expect(text).toContain("gam_run_duration_seconds 3.5");
  expect(text).toContain("gam_run_exit_code 3");
  expect(text).toContain('gam_build_info{version="1.2.3",kernels="reference-1"} 1');
});

it("keeps two runs in one process apart", async () => {
  const [first, second] = [await textAfter((metrics) => metrics.countReferenceFallback()), await textAfter(() => {})];
  expect(first).toContain("gam_reference_kernels_total 1");
  expect(second).toContain("gam_reference_kernels_total 0");
});
