import type { RunFlags } from "./run-flags.js";

/**
 * The preset of `gam fuse` when none is named: published grids if downloads are allowed, models if there is a mirror, else the
 * embedded inputs, which need neither.
 */
export function defaultPreset(flags: Partial<RunFlags>, environment: Readonly<Record<string, string | undefined>>): string {
  if (flags.fetch === true) return "global-published";
  const mirror = flags.mirror ?? environment.GAM__SOURCES__MIRROR ?? environment.GAM_MIRROR ?? "";
  return mirror === "" ? "global-open-fusion" : "global-models";
}
