import type { RegionProduct, SourceRecord } from "@geoanomaly/core";
import type { Cautions } from "./caution-mark.js";

const SYNTHETIC = "SYNTHETIC: at least one source is made up. This is not a map of the Earth.";

/** Cautions of the run and, where a source of this figure is made up, the sentence that says so. */
export function cautionsOf(product: RegionProduct, sources: readonly SourceRecord[]): Cautions {
  const said = product.cautions.some(saysSynthetic);
  const synthetic = said || sources.some((source) => source.synthetic);
  return { synthetic, sentences: [...(synthetic && !said ? [SYNTHETIC] : []), ...product.cautions] };
}

/** Is the caution that something is made up? */
export function saysSynthetic(sentence: string): boolean {
  return /^synthetic\b/i.test(sentence);
}

/** Who it is from, under which licence; each once. */
export function sourceSentence(sources: readonly SourceRecord[]): string {
  const each = new Set(sources.map(({ citation, license }) => `${citation.replace(/\.$/, "")} (${license})`));
  return each.size === 0 ? "Sources: none recorded." : `${each.size > 1 ? "Sources" : "Source"}: ${[...each].join("; ")}.`;
}

/** Letters of a step that a caption shows; the report and the manifest have all. */
const MOST_LETTERS = 140;

/** What was done, in order; long lists of parameters are cut. */
export function stepsSentence(lineage: readonly string[]): string {
  return `Steps: ${lineage.map((step) => (step.length > MOST_LETTERS ? `${step.slice(0, MOST_LETTERS)}…` : step)).join(" → ")}.`;
}
