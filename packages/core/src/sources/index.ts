export { resolveSources } from "./resolve-sources.js";
export type { SourcePolicy } from "./source-policy.js";
