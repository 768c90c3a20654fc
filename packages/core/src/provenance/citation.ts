import type { SourceIdentity } from "../pipeline/layer-plan.js";

/** What is written once although several files of a source carry it. */
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

/** The licence that covers a product, as STAC names it: that of its sources where they share one, else `other`; each is listed beside it. */
export function licenceOf(sources: readonly SourceIdentity[]): string {
  const licences = distinct(sources.map(({ license }) => license));
  const [only] = licences;
  return licences.length === 1 && only !== undefined && /^[A-Za-z0-9.+-]+$/.test(only) ? only : "other";
}

/** Members of the STAC scientific citation extension for data derived from these sources. */
export function scientificCitation(sources: readonly SourceIdentity[]): Record<string, unknown> {
  const publications = new Map<string, { citation: string; doi?: string }>();
  for (const { citation, doi } of sources)
    publications.set(`${doi ?? ""} ${citation}`, doi === undefined ? { citation } : { citation, doi });
  return {
    "sci:citation": distinct(sources.map(({ citation }) => citation)).join("; "),
    "sci:publications": [...publications.keys()].sort().map((key) => publications.get(key)),
  };
}
