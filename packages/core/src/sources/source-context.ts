import type { PluginContext } from "../contracts/context.js";

/** What of the host is needed to find, check and download files. */
export type SourceContext = Pick<PluginContext, "logger" | "signal" | "progress">;
