import { InvalidParameterError, type Kernels } from "@geoanomaly/core";
import { checkParseNumbers } from "@geoanomaly/core/reference";
import type { KernelHost } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    /** @param delimiter Its code, 0 for none. @returns `full` alone if `out` has no room for a row; `line`, `offset` and `found` go together. */
    parseNumbers(
      bytes: Uint8Array,
      columns: number,
      select: Uint32Array,
      out: readonly Float64Array[],
      outOffset: number,
      delimiter: number,
      threads: number,
    ):
      | { readonly full: true }
      | { readonly rows: number; readonly lines: number; readonly line?: number; readonly offset?: number; readonly found?: string };
  }
}

export const parseNumbers =
  (host: KernelHost): Kernels["parseNumbers"] =>
  (bytes, options) => {
    checkParseNumbers(options);
    const { columns, select, out, outOffset = 0, delimiter } = options;
    const code = delimiter?.charCodeAt(0) ?? 0;
    const parsed = host.addon.parseNumbers(bytes, columns, Uint32Array.from(select), out, outOffset, code, host.threads);
    if ("full" in parsed) throw new InvalidParameterError("parseNumbers", "out", "room for every row", `${out[0]?.length ?? 0} rows`);
    const { rows, lines, line, offset, found } = parsed;
    if (line === undefined || offset === undefined || found === undefined) return { rows, lines };
    return { rows, lines, error: { line, offset, found } };
  };
