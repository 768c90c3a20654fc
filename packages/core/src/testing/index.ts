export * from "./memory-folder.js";
export * from "./test-context.js";
