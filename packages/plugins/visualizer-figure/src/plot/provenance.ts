import type { RegionProduct, SourceRecord } from "@geoanomaly/core";
import type { Cautions } from "./caution-mark.js";

const SYNTHETIC = "SYNTHETIC: at least one source is made up. This is not a map of the Earth.";

/** Cautions of the run and, where a source of this figure is made up, the sentence that says so. */
export function cautionsOf(product: RegionProduct, sources: readonly SourceRecord[]): Cautions {
  const synthetic = sources.some((source) => source.synthetic) || product.cautions.some((sentence) => sentence.startsWith("SYNTHETIC"));
  const said = product.cautions.some((sentence) => sentence.startsWith("SYNTHETIC"));
  return { synthetic, sentences: [...(synthetic && !said ? [SYNTHETIC] : []), ...product.cautions] };
}

/** Who it is from, under which licence; each once. */
export function sourceSentence(sources: readonly SourceRecord[]): string {
  const each = new Set(sources.map(({ citation, license }) => `${citation.replace(/\.$/, "")} (${license})`));
  return each.size === 0 ? "Sources: none recorded." : `${each.size > 1 ? "Sources" : "Source"}: ${[...each].join("; ")}.`;
}

/** What was done, in order. */
export function stepsSentence(lineage: readonly string[]): string {
  return `Steps: ${lineage.join(" → ")}.`;
}
