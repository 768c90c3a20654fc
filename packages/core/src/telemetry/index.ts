export * from "./run-logger.js";
export * from "./run-metrics.js";
export * from "./task-spans.js";
